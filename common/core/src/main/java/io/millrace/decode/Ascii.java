package io.millrace.decode;

/** Kinds of ASCII characters. */
final class Ascii {

  private static final byte[] HEX = new byte[256];

  static {
    for (int b = 0; b < HEX.length; b++) {
      HEX[b] = (byte) Character.digit((char) b, 16);
    }
  }

  private Ascii() {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isAlphanumeric(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** The value of a hexadecimal digit; -1 for other bytes. */
  static int hex(byte b) {
    return HEX[b & 0xff];
  }
}
