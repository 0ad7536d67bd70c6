package io.millrace.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long ONES = 0x0101_0101_0101_0101L;

  private Utf8() {}

  /** The index of the first byte that is not part of valid UTF-8, or -1. */
  static int firstInvalid(byte[] bytes) {
    int at = 0;
    int end = bytes.length;
    while (at < end) {
      if (at + 32 <= end && isAscii32(bytes, at)) {
        at += 32;
      } else if (at + 8 <= end && ((long) LONG.get(bytes, at) & HIGH_BITS) == 0) {
        at += 8;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = sequenceLength(bytes, at, end);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return -1;
  }

  private static boolean isAscii32(byte[] bytes, int at) {
    long all =
        (long) LONG.get(bytes, at)
            | (long) LONG.get(bytes, at + 8)
            | (long) LONG.get(bytes, at + 16)
            | (long) LONG.get(bytes, at + 24);
    return (all & HIGH_BITS) == 0;
  }

  /** The length of the multi-byte sequence at {@code at}; 0 if it is not valid. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The index of the first quote, backslash or control character from {@code at}; else the end. */
  static int endOfPlainText(byte[] bytes, int at, int end) {
    int i = at;
    for (; i + 8 <= end; i += 8) {
      long word = (long) LONG.get(bytes, i);
      long quotes = word ^ ONES * '"';
      long backslashes = word ^ ONES * '\\';
      long hits =
          (((quotes - ONES) & ~quotes)
                  | ((backslashes - ONES) & ~backslashes)
                  | ((word - ONES * 0x20) & ~word))
              & HIGH_BITS;
      if (hits != 0) {
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    for (; i < end; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
        return i;
      }
    }
    return end;
  }

  /** The number of code points of valid UTF-8. */
  static int codePoints(byte[] bytes, int start, int length) {
    int count = 0;
    for (int i = start; i < start + length; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  /** The number of UTF-16 characters of valid UTF-8. */
  static int chars(byte[] bytes, int start, int length) {
    int count = 0;
    for (int i = start; i < start + length; i++) {
      int b = bytes[i] & 0xff;
      if ((b & 0xc0) != 0x80) {
        count += b >= 0xf0 ? 2 : 1;
      }
    }
    return count;
  }

  /** Decodes valid UTF-8 into {@code chars}, which must have room; returns how many there are. */
  static int decode(byte[] bytes, int start, int length, char[] chars) {
    int to = 0;
    int end = start + length;
    for (int i = start; i < end; ) {
      int b = bytes[i];
      if (b >= 0) {
        chars[to++] = (char) b;
        i++;
      } else if ((b & 0xe0) == 0xc0) {
        chars[to++] = (char) ((b & 0x1f) << 6 | (bytes[i + 1] & 0x3f));
        i += 2;
      } else if ((b & 0xf0) == 0xe0) {
        chars[to++] = (char) ((b & 0xf) << 12 | (bytes[i + 1] & 0x3f) << 6 | (bytes[i + 2] & 0x3f));
        i += 3;
      } else {
        int codePoint =
            (b & 0x7) << 18
                | (bytes[i + 1] & 0x3f) << 12
                | (bytes[i + 2] & 0x3f) << 6
                | (bytes[i + 3] & 0x3f);
        chars[to++] = Character.highSurrogate(codePoint);
        chars[to++] = Character.lowSurrogate(codePoint);
        i += 4;
      }
    }
    return to;
  }

  /**
   * Encodes UTF-16 into {@code bytes}, which must have room (3 bytes a character).
   *
   * @return the index after the last byte, or -1 if there is half of a surrogate pair
   */
  static int encode(CharSequence text, byte[] bytes, int start) {
    int to = start;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[to++] = (byte) c;
      } else if (c < 0x800) {
        bytes[to++] = (byte) (0xc0 | c >> 6);
        bytes[to++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        bytes[to++] = (byte) (0xe0 | c >> 12);
        bytes[to++] = (byte) (0x80 | (c >> 6 & 0x3f));
        bytes[to++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        bytes[to++] = (byte) (0xf0 | codePoint >> 18);
        bytes[to++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
        bytes[to++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
        bytes[to++] = (byte) (0x80 | (codePoint & 0x3f));
      } else {
        return -1;
      }
    }
    return to;
  }
}
