package io.millrace.connectors.config;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The property group {@code secrets}: the keys that a contract with restricted fields needs.
 * Neither shows in a log or an error.
 *
 * @param hashKey {@code secrets.hash-key}: the key of the keyed hash that replaces restricted
 *     values, or null
 * @param deadLetterKey {@code secrets.dead-letter-key}: the AES-256 key of the dead letters, or
 *     null
 */
public record ContractSecrets(@Nullable Secret hashKey, @Nullable Secret deadLetterKey) {

  private static final int HASH_KEY_BYTES = 16;
  private static final int AES_256_KEY_BYTES = 32;

  /** Reads the group; faults are noted in it and reported by {@link Parameters#check}. */
  public static ContractSecrets from(ParameterGroup secrets) {
    return new ContractSecrets(
        secrets
            .secret("hash-key")
            .where(
                key -> length(key) >= HASH_KEY_BYTES,
                "base64 of at least " + HASH_KEY_BYTES + " bytes (openssl rand -base64 32)")
            .optional()
            .orElse(null),
        secrets
            .secret("dead-letter-key")
            .where(
                key -> length(key) == AES_256_KEY_BYTES,
                "base64 of " + AES_256_KEY_BYTES + " bytes (openssl rand -base64 32)")
            .optional()
            .orElse(null));
  }

  /** The bytes of a key read by {@link #from}; null for null. */
  public static byte @Nullable [] bytes(@Nullable Secret key) {
    return key == null ? null : Base64.getDecoder().decode(key.reveal());
  }

  /** How many bytes the key has; -1 if it is not base64. */
  private static int length(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal()).length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
