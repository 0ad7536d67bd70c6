package io.millrace.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows in the layout that {@link RowReader} describes. Reusable, not thread-safe; grows as
 * needed and keeps its size.
 *
 * <p>Values are appended in the fields' order: {@link #presence} reserves a group's presence bits,
 * {@link #markPresent} sets one, and the value follows.
 */
public final class RowWriter {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;
  private String lastName = "";
  private byte[] lastNameUtf8 = {};

  public RowWriter() {
    this(1024);
  }

  /**
   * A writer with room for {@code capacity} bytes before it grows.
   *
   * @param capacity at least 1
   */
  public RowWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Forgets what was written. */
  public RowWriter clear() {
    size = 0;
    return this;
  }

  /** Forgets what was written, and gives back memory beyond {@code capacity} bytes. */
  public void shrink(int capacity) {
    size = 0;
    if (bytes.length > capacity) {
      bytes = new byte[capacity];
    }
  }

  /** The number of bytes written. */
  public int size() {
    return size;
  }

  /** The bytes written so far, up to {@link #size}; valid until the next write. */
  public byte[] bytes() {
    return bytes;
  }

  /** Forgets everything from byte {@code newSize} on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Appends {@code count} zero presence bits; the result is for {@link #markPresent}. */
  public int presence(int count) {
    int length = (count + 7) >>> 3;
    int start = reserve(length);
    Arrays.fill(bytes, start, start + length, (byte) 0);
    return start;
  }

  /** Marks value {@code index} present, given what {@link #presence} returned. */
  public void markPresent(int presence, int index) {
    bytes[presence + (index >>> 3)] |= (byte) (1 << (index & 7));
  }

  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** Appends the low 8 bits of {@code value}. */
  public void writeByte(int value) {
    int start = reserve(1);
    bytes[start] = (byte) value;
  }

  public void writeInt(int value) {
    int start = reserve(4);
    INT.set(bytes, start, value);
  }

  public void writeLong(long value) {
    int start = reserve(8);
    LONG.set(bytes, start, value);
  }

  public void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /** A length or count, not negative: 7 bits a byte, lowest first. */
  public void writeVarint(int value) {
    int rest = value;
    while (rest > 0x7f) {
      writeByte(rest | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  /** A text value: its length and its UTF-8. */
  public void writeText(String text) {
    writeText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text value that is likely to be the same as the last one that was written so. */
  public void writeName(String name) {
    if (!name.equals(lastName)) {
      lastName = name;
      lastNameUtf8 = name.getBytes(StandardCharsets.UTF_8);
    }
    writeText(lastNameUtf8);
  }

  /** A text value that is UTF-8 already. */
  public void writeText(byte[] utf8) {
    writeText(utf8, 0, utf8.length);
  }

  /** A text value that is UTF-8 already. */
  public void writeText(byte[] utf8, int offset, int length) {
    writeVarint(length);
    writeBytes(utf8, offset, length);
  }

  /** Appends bytes as they are. */
  public void writeBytes(byte[] source, int offset, int length) {
    int start = reserve(length);
    System.arraycopy(source, offset, bytes, start, length);
  }

  /** Appends {@code count} bytes of any content and returns the index of the first. */
  public int reserve(int count) {
    int start = size;
    int end = Math.addExact(start, count);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, end * 2L)));
    }
    size = end;
    return start;
  }

  /** Moves the bytes from {@code from} on by {@code by} bytes; the gap's content is undefined. */
  public void shift(int from, int by) {
    int length = size - from;
    reserve(by);
    System.arraycopy(bytes, from, bytes, from + by, length);
  }
}
