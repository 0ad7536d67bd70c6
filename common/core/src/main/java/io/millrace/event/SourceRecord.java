package io.millrace.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as its split held it: all that a dead letter needs to replay it. The arrays are not
 * copied; nobody writes to them.
 *
 * @param split the split's name: {@code orders-3} for partition 3 of topic orders, or a shard id
 * @param position where in the split
 * @param recordTime the broker's timestamp in milliseconds since the epoch; {@link #NO_TIME} where
 *     it has none
 * @param key the record's key, or null
 * @param value the record's bytes; null for a record without a value (a Kafka tombstone)
 * @param headers the record's headers, in order
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Compared by position, never by equals; arrays spare a copy a record.
public record SourceRecord(
    String split,
    Position position,
    long recordTime,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** The broker gave no timestamp. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** A record's header; the value may be null, as in Kafka. */
  public record Header(String name, byte @Nullable [] value) {}
}
