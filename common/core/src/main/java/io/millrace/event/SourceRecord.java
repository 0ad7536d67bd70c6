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
 *     it has none, or one outside of the years 0001 to 9999: producers may set any, and neither
 *     folders nor tables can hold others
 * @param key the record's key, or null
 * @param value the record's bytes; null for a record without a value (a Kafka tombstone), and
 *     {@link #withoutContent}
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

  private static final long FIRST_TIME = -62_135_596_800_000L;
  private static final long LAST_TIME = 253_402_300_799_999L;

  // Not the compact form, in which NullAway does not see that arrays may be null.
  public SourceRecord(
      String split,
      Position position,
      long recordTime,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<Header> headers) {
    this.split = split;
    this.position = position;
    this.recordTime = recordTime < FIRST_TIME || recordTime > LAST_TIME ? NO_TIME : recordTime;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  /** Its split, position and time alone. */
  public SourceRecord withoutContent() {
    return new SourceRecord(split, position, recordTime, null, null, List.of());
  }

  /** A record's header; the value may be null, as in Kafka. */
  public record Header(String name, byte @Nullable [] value) {}
}
