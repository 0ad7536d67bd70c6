package io.millrace.local.audit;

/** A source whose positions are numbers one apart, most of which hold a record. */
public non-sealed interface OffsetReader extends SourceReader {

  /** The positions that the source still holds of a split; empty if it does not know the split. */
  Held held(String split);

  /**
   * Counts the records that a job would have seen at the positions of {@code range}, all of which
   * must be held.
   */
  long count(String split, LedgerRow.Range range);

  /**
   * Positions {@code begin} to {@code end - 1}.
   *
   * @param compacted whether the source also removes records in the middle
   */
  record Held(long begin, long end, boolean compacted) {
    /** Nothing is held. */
    public static final Held NONE = new Held(0, 0, false);
  }
}
