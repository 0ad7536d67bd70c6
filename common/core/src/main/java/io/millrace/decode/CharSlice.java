package io.millrace.decode;

/** A reusable view of characters, so that a pattern is matched without a String. */
final class CharSlice implements CharSequence {

  private char[] own = new char[256];
  private char[] chars = own;
  private int start;
  private int length;

  /** Shows {@code newLength} characters of another's array. */
  CharSlice of(char[] source, int offset, int newLength) {
    chars = source;
    start = offset;
    length = newLength;
    return this;
  }

  /** Holds ASCII, copied into this slice's own array. */
  CharSlice ofAscii(byte[] bytes, int offset, int newLength) {
    if (own.length < newLength) {
      own = new char[Math.max(newLength, own.length * 2)];
    }
    for (int i = 0; i < newLength; i++) {
      own[i] = (char) bytes[offset + i];
    }
    return of(own, 0, newLength);
  }

  /** Holds valid UTF-8, decoded into this slice's own array. */
  CharSlice ofUtf8(byte[] bytes, int offset, int byteLength) {
    if (own.length < byteLength) {
      own = new char[Math.max(byteLength, own.length * 2)];
    }
    return of(own, 0, Utf8.decode(bytes, offset, byteLength, own));
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
