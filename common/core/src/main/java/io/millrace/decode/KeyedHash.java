package io.millrace.decode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 in lower-case hex. Not thread-safe; never shows its key. */
final class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Mac mac;
  private final byte[] digest;
  private final byte[] hex;

  KeyedHash(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot do " + ALGORITHM, e);
    }
    digest = new byte[mac.getMacLength()];
    hex = new byte[digest.length * 2];
  }

  /** The hash of the first {@code length} bytes, in an array that the next call overwrites. */
  byte[] of(byte[] bytes, int length) {
    mac.update(bytes, 0, length);
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the digest has room for its own length", e);
    }
    for (int i = 0; i < digest.length; i++) {
      hex[2 * i] = HEX[digest[i] >> 4 & 0xf];
      hex[2 * i + 1] = HEX[digest[i] & 0xf];
    }
    return hex;
  }
}
