package io.millrace.local.kinesis.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of hash keys, both ends included. A partition key's hash key is its MD5, as an unsigned
 * number.
 */
public record HashRange(BigInteger start, BigInteger end) {

  private static final BigInteger COUNT = BigInteger.TWO.pow(128);

  /** The largest hash key. */
  public static final BigInteger LAST = COUNT.subtract(BigInteger.ONE);

  /** The whole range in equal parts. */
  public static List<HashRange> even(int parts) {
    List<HashRange> ranges = new ArrayList<>(parts);
    BigInteger width = COUNT.divide(BigInteger.valueOf(parts));
    for (int i = 0; i < parts; i++) {
      BigInteger start = width.multiply(BigInteger.valueOf(i));
      BigInteger end = i == parts - 1 ? LAST : start.add(width).subtract(BigInteger.ONE);
      ranges.add(new HashRange(start, end));
    }
    return ranges;
  }

  /** The hash key of a partition key. */
  public static BigInteger hashKey(String partitionKey) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public boolean contains(BigInteger hashKey) {
    return start.compareTo(hashKey) <= 0 && hashKey.compareTo(end) <= 0;
  }

  /** Whether it ends right before another begins. */
  public boolean isBefore(HashRange other) {
    return end.add(BigInteger.ONE).equals(other.start);
  }
}
