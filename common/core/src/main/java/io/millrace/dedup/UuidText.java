package io.millrace.dedup;

import java.util.Arrays;

/**
 * Reads the canonical text of a UUID (36 characters, lower case, any version and variant) into two
 * longs. Only that form: another spelling of the same UUID is another id.
 */
final class UuidText {

  private static final int LENGTH = 36;
  private static final byte[] DIGIT = new byte[256];

  static {
    Arrays.fill(DIGIT, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      DIGIT[Character.forDigit(digit, 16)] = (byte) digit;
    }
  }

  private long high;
  private long low;

  /** Whether {@code text} is such a text; if so, {@link #high()} and {@link #low()} hold it. */
  boolean read(byte[] text) {
    if (text.length != LENGTH
        || text[8] != '-'
        || text[13] != '-'
        || text[18] != '-'
        || text[23] != '-') {
      return false;
    }
    // A character that is no digit sets the sign bit of its part.
    int timeLow1 = hex4(text, 0);
    int timeLow2 = hex4(text, 4);
    int timeMid = hex4(text, 9);
    int timeHigh = hex4(text, 14);
    int clock = hex4(text, 19);
    int node1 = hex4(text, 24);
    int node2 = hex4(text, 28);
    int node3 = hex4(text, 32);
    if ((timeLow1 | timeLow2 | timeMid | timeHigh | clock | node1 | node2 | node3) < 0) {
      return false;
    }
    high = (long) timeLow1 << 48 | (long) timeLow2 << 32 | (long) timeMid << 16 | timeHigh;
    low = (long) clock << 48 | (long) node1 << 32 | (long) node2 << 16 | node3;
    return true;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  private static int hex4(byte[] text, int at) {
    return DIGIT[text[at] & 0xff] << 12
        | DIGIT[text[at + 1] & 0xff] << 8
        | DIGIT[text[at + 2] & 0xff] << 4
        | DIGIT[text[at + 3] & 0xff];
  }
}
