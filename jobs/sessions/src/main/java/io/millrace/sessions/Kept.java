package io.millrace.sessions;

import io.millrace.event.Position;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.nio.charset.StandardCharsets;

/**
 * A property's value in one event, and which event that was. Events are ordered by time, those of
 * one time by split and position: so first and last are the same whatever order they come in.
 *
 * @param value as a {@link io.millrace.aggregate.Projection} of the one property writes it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by its event alone.
record Kept(long time, String split, Position position, byte[] value) implements Comparable<Kept> {

  /** Whether an event stands before this one's. */
  boolean isAfter(long otherTime, SourceRecord other) {
    return compare(otherTime, other.split(), other.position()) > 0;
  }

  /** Whether an event stands behind this one's. */
  boolean isBefore(long otherTime, SourceRecord other) {
    return compare(otherTime, other.split(), other.position()) < 0;
  }

  @Override
  public int compareTo(Kept other) {
    return compare(other.time, other.split, other.position);
  }

  private int compare(long otherTime, String otherSplit, Position otherPosition) {
    int byTime = Long.compare(time, otherTime);
    int bySplit = byTime != 0 ? byTime : split.compareTo(otherSplit);
    return bySplit != 0 ? bySplit : position.compareTo(otherPosition);
  }

  void write(RowWriter out) {
    out.writeLong(time);
    out.writeText(split);
    out.writeText(position.sequence());
    out.writeLong(position.offset());
    out.writeText(value);
  }

  static Kept read(RowReader in) {
    return new Kept(in.readLong(), text(in), new Position(text(in), in.readLong()), bytes(in));
  }

  private static String text(RowReader in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static byte[] bytes(RowReader in) {
    byte[] bytes = new byte[in.readVarint()];
    System.arraycopy(in.bytes(), in.skip(bytes.length), bytes, 0, bytes.length);
    return bytes;
  }
}
