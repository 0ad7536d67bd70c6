package io.millrace.local.audit;

/** What the audit asks of a source. */
public interface SourceReader extends AutoCloseable {

  /** The positions that the source still holds of a split; empty if it does not know the split. */
  Held held(String split);

  /**
   * Counts the records that a job would have seen at the positions of {@code range}, all of which
   * must be held.
   */
  long count(String split, LedgerRow.Range range);

  /** The splits that the source has now. */
  Iterable<String> splits();

  @Override
  void close();

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
