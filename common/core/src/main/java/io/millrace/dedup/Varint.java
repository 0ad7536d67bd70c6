package io.millrace.dedup;

/**
 * Numbers that are not negative in seven bits a byte, the lowest first; all but the last are
 * negative.
 */
final class Varint {

  private Varint() {}

  /** How many bytes {@code value} takes. */
  static int size(int value) {
    return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /** Writes {@code value} and returns where it ends. */
  static int write(byte[] bytes, int at, int value) {
    int left = value;
    int to = at;
    while (left > 0x7f) {
      bytes[to++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[to++] = (byte) left;
    return to;
  }

  static int read(byte[] bytes, int at) {
    int value = 0;
    int from = at;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[from++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
