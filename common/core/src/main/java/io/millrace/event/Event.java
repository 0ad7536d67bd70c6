package io.millrace.event;

import net.openhft.hashing.LongHashFunction;

/**
 * An accepted event. Immutable; the arrays are not copied and nobody writes to them.
 *
 * @param source the record as its split held it, or {@link SourceRecord#withoutContent}
 * @param id the event id as UTF-8 text: the primary key's value, several joined by {@code |}
 * @param idHash the 64-bit hash of {@code id}: computed once, used for routing and lookup
 * @param eventTime microseconds since the epoch, UTC
 * @param row the columns in the binary form that {@link RowReader} reads
 * @param contentHash the 64-bit hash of {@code row}: tells a conflicting duplicate from an equal
 *     one
 * @param late older than the highest event time its split had shown before it, less {@code
 *     maxOutOfOrderness}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Compared by position, never by equals; arrays spare a copy a record.
public record Event(
    SourceRecord source,
    byte[] id,
    long idHash,
    long eventTime,
    byte[] row,
    long contentHash,
    boolean late)
    implements Decoded {

  private static final LongHashFunction XXH3 = LongHashFunction.xx3();

  /** An event that is not late, with the XXH3 hashes of {@code id} and {@code row}. */
  public static Event of(SourceRecord source, byte[] id, long eventTime, byte[] row) {
    return new Event(source, id, XXH3.hashBytes(id), eventTime, row, XXH3.hashBytes(row), false);
  }

  /** This event, which can then be no dead letter: the record it came from is without its bytes. */
  public Event withoutContent() {
    return new Event(source.withoutContent(), id, idHash, eventTime, row, contentHash, late);
  }

  /** This event, marked late. */
  public Event asLate() {
    return new Event(source, id, idHash, eventTime, row, contentHash, true);
  }
}
