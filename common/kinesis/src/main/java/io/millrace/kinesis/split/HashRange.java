package io.millrace.kinesis.split;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The partition keys' hashes that a shard takes, both ends included. */
public record HashRange(BigInteger first, BigInteger last) implements Serializable {

  /** The range of a stream with one shard. */
  public static final HashRange ALL =
      new HashRange(BigInteger.ZERO, BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));

  /** From decimal numbers, as the service writes them. */
  public static HashRange of(String first, String last) {
    return new HashRange(new BigInteger(first), new BigInteger(last));
  }

  /** Whether the shard takes this hash. */
  public boolean contains(BigInteger hash) {
    return first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
  }

  /** Whether every hash is in it. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** The hash that the service gives to a partition key: its MD5. */
  public static BigInteger hashOf(String partitionKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
