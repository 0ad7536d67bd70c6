package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Folder names of Hive partitions, {@code key=value}. No value leaves its folder, and no two values
 * share one except null and the empty text.
 *
 * <p>ASCII letters, digits and {@code _ - . ~} stand as they are, and so do characters beyond
 * ASCII, which Hive's and Spark's readers would not put together again from their encoded bytes.
 * All else is percent-encoded. A value that is longer than its room so far is cut and ends in
 * {@code ~} and 64 bits of its SHA-256 hash.
 */
final class PartitionNames {

  /** The folder of null and of the empty text, as Hive names it. */
  static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private static final int HASH_BYTES = 8;

  private PartitionNames() {}

  /**
   * The name of a value's folder.
   *
   * @param room the most bytes that the value may have in it; at least 32
   */
  static String folder(String key, String value, int room) {
    return encode(key) + "=" + (value.isEmpty() ? DEFAULT : bounded(value, room));
  }

  private static String bounded(String value, int most) {
    // A value that spells the default's name must not be read as null.
    String encoded = value.equals(DEFAULT) ? "%5F" + DEFAULT.substring(1) : encode(value);
    if (bytes(encoded) <= most) {
      return encoded;
    }
    StringBuilder cut = new StringBuilder();
    int room = most - 1 - 2 * HASH_BYTES;
    for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
      String next = encode(Character.toString(value.codePointAt(i)));
      room -= bytes(next);
      if (room < 0) {
        break;
      }
      cut.append(next);
    }
    return cut.append('~').append(hash(value)).toString();
  }

  private static String encode(String value) {
    StringBuilder encoded = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                encoded.appendCodePoint(c);
              } else {
                for (byte b : utf8(c)) {
                  encoded.append('%').append(String.format(Locale.ROOT, "%02X", b));
                }
              }
            });
    return encoded.toString();
  }

  private static boolean isPlain(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "_-.~".indexOf(c) >= 0;
    }
    return !Character.isISOControl(c) && !Character.isSpaceChar(c) && !isSurrogate(c);
  }

  /** Half a character, as JSON's escapes can spell it: no path can hold it. */
  private static boolean isSurrogate(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  /** Java would write {@code ?} for each half of a character. */
  private static byte[] utf8(int c) {
    return isSurrogate(c)
        ? new byte[] {
          (byte) (0xe0 | (c >> 12)), (byte) (0x80 | ((c >> 6) & 0x3f)), (byte) (0x80 | (c & 0x3f))
        }
        : Character.toString(c).getBytes(UTF_8);
  }

  private static byte[] hashed(String value) {
    boolean storable = value.codePoints().noneMatch(PartitionNames::isSurrogate);
    return (storable ? value : encode(value)).getBytes(UTF_8);
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String hash(String value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(hashed(value));
      return HexFormat.of().toHexDigits(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
