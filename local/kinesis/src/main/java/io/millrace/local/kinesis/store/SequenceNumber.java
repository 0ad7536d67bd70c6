package io.millrace.local.kinesis.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A sequence number: 56 digits, like the service's, and growing like them within a shard and from a
 * parent to its children. Successive ones have gaps, so that nobody can rely on the next number.
 *
 * @param created when the shard was created, in milliseconds
 * @param shard the shard's index
 * @param ordinal which record of the shard, from 1; 0 is the shard's start, the last one plus 1 the
 *     end of a closed shard
 */
public record SequenceNumber(long created, long shard, long ordinal) {

  /** How many digits each has. */
  public static final int DIGITS = 56;

  private static final byte[] PREFIX = "496".getBytes(StandardCharsets.US_ASCII);
  private static final int CREATED_DIGITS = 14;
  private static final int SHARD_DIGITS = 10;
  private static final int ORDINAL_DIGITS = 19;
  private static final int NOISE_DIGITS = 10;
  private static final long NOISE = 10_000_000_000L;
  private static final BigInteger ORDINAL_UNIT = BigInteger.valueOf(NOISE);

  /** Reads one, in decimal; empty when it cannot be one of this server's. */
  public static Optional<SequenceNumber> parse(String text) {
    if (text.length() != DIGITS
        || !text.startsWith(new String(PREFIX, StandardCharsets.US_ASCII))
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int at = PREFIX.length;
    long created = Long.parseLong(text.substring(at, at += CREATED_DIGITS));
    long shard = Long.parseLong(text.substring(at, at += SHARD_DIGITS));
    BigInteger ordinal = new BigInteger(text.substring(at)).divide(ORDINAL_UNIT);
    return ordinal.bitLength() < Long.SIZE
        ? Optional.of(new SequenceNumber(created, shard, ordinal.longValueExact()))
        : Optional.empty();
  }

  /** Writes its digits. */
  void writeTo(byte[] target, int offset) {
    System.arraycopy(PREFIX, 0, target, offset, PREFIX.length);
    int at = offset + PREFIX.length;
    at = digits(target, at, CREATED_DIGITS, created);
    at = digits(target, at, SHARD_DIGITS, shard);
    at = digits(target, at, ORDINAL_DIGITS, ordinal);
    digits(target, at, NOISE_DIGITS, ((ordinal * 0x9E3779B97F4A7C15L) >>> 20) % NOISE);
  }

  @Override
  public String toString() {
    byte[] digits = new byte[DIGITS];
    writeTo(digits, 0);
    return new String(digits, StandardCharsets.US_ASCII);
  }

  private static int digits(byte[] target, int from, int count, long value) {
    long rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return from + count;
  }
}
