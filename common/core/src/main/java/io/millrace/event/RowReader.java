package io.millrace.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads an event's row front to back. Reusable, not thread-safe.
 *
 * <p>A row is the group of the contract's fields plus one last text field, {@code _unknown} (JSON
 * text). A group is one presence bit a field (field {@code i} is bit {@code i % 8} of byte {@code i
 * / 8}), then the present fields' values in order:
 *
 * <ul>
 *   <li>boolean: one byte; date, 32-bit integer: 4 bytes; 64-bit integer, double, time, timestamp,
 *       decimal of up to 18 digits (unscaled): 8 bytes; all little-endian
 *   <li>decimal of more than 18 digits: length (varint), unscaled value as big-endian two's
 *       complement
 *   <li>text, JSON, keyed hash: length in bytes (varint), UTF-8
 *   <li>group: as above
 *   <li>list: element count (varint), one presence bit an element, the present elements' values
 * </ul>
 */
public final class RowReader {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int at;

  /** Starts at the first byte of {@code row}. */
  public RowReader open(byte[] row) {
    return open(row, 0);
  }

  /** Starts at byte {@code start}, where a value begins. */
  public RowReader open(byte[] row, int start) {
    bytes = row;
    at = start;
    return this;
  }

  /** The row's bytes; with {@link #at()}, where a value's bytes are. */
  public byte[] bytes() {
    return bytes;
  }

  /** The index of the next byte. */
  public int at() {
    return at;
  }

  /** Passes over {@code count} bytes and returns the index of the first of them. */
  public int skip(int count) {
    int start = at;
    at += count;
    return start;
  }

  /** Passes over the presence bits of {@code count} values; the result is for {@link #present}. */
  public int presence(int count) {
    return skip((count + 7) >>> 3);
  }

  /** Whether value {@code index} is present, given what {@link #presence} returned. */
  public boolean present(int presence, int index) {
    return (bytes[presence + (index >>> 3)] >>> (index & 7) & 1) != 0;
  }

  public boolean readBoolean() {
    return bytes[at++] != 0;
  }

  public int readInt() {
    return (int) INT.get(bytes, skip(4));
  }

  public long readLong() {
    return (long) LONG.get(bytes, skip(8));
  }

  public double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  /** A length or count: 7 bits a byte, lowest first. */
  public int readVarint() {
    int result = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      result |= (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
  }
}
