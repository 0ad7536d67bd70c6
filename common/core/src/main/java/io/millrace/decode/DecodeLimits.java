package io.millrace.decode;

import java.io.Serializable;

/**
 * What a record may cost. A record beyond a limit is rejected, with the reason that names the
 * limit.
 *
 * @param maxRecordBytes bytes of a record's value; at least 2
 * @param maxDepth objects and arrays inside one another, the record's own object included; 1 to
 *     {@value #DEEPEST}
 * @param maxNumberLength characters of a number; at least 1
 * @param maxStringLength UTF-16 characters of a string or a member's name, escapes resolved; at
 *     least 1
 */
public record DecodeLimits(
    int maxRecordBytes, int maxDepth, int maxNumberLength, int maxStringLength)
    implements Serializable {

  /** The largest {@code maxDepth}: decoding nests as deep as the record does. */
  public static final int DEEPEST = 1000;

  /** 10 MiB a record, depth 64, 100 characters a number, 1,048,576 characters a string. */
  public static final DecodeLimits DEFAULTS = new DecodeLimits(10 << 20, 64, 100, 1 << 20);

  /**
   * Limits.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public DecodeLimits {
    require(maxRecordBytes >= 2, "max-record-bytes", maxRecordBytes, "at least 2");
    require(maxDepth >= 1 && maxDepth <= DEEPEST, "max-depth", maxDepth, "1 to " + DEEPEST);
    require(maxNumberLength >= 1, "max-number-length", maxNumberLength, "at least 1");
    require(maxStringLength >= 1, "max-string-length", maxStringLength, "at least 1");
  }

  private static void require(boolean holds, String key, int value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + value + "; allowed: " + allowed);
    }
  }
}
