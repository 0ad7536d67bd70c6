package io.millrace.decode;

/** A reusable view of characters, so that a pattern is matched without a String. */
final class CharSlice implements CharSequence {

  private char[] chars = new char[256];
  private int start;
  private int length;

  /** Shows {@code newLength} characters of another's array. */
  CharSlice of(char[] source, int offset, int newLength) {
    chars = source;
    start = offset;
    length = newLength;
    return this;
  }

  /** Holds valid UTF-8, decoded into this slice's own array. */
  CharSlice ofUtf8(byte[] bytes, int offset, int byteLength) {
    if (chars.length < byteLength) {
      chars = new char[Math.max(byteLength, chars.length * 2)];
    }
    start = 0;
    length = Utf8.decode(bytes, offset, byteLength, chars);
    return this;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return chars[start + index];
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return new String(chars, start + from, to - from);
  }

  @Override
  public String toString() {
    return new String(chars, start, length);
  }
}
