package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.Position;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the bytes of dead letters whose contract has restricted fields: AES-256-GCM.
 *
 * <p>What is stored is a random 96-bit initialisation vector, the ciphertext, and the 128-bit tag.
 * The associated data bind each value to its place, so that none can be moved to another record or
 * column: contract id, split, position and field ({@code value}, {@code key}, {@code headers[2]}),
 * in UTF-8, each behind its length as four bytes, highest first. Random vectors are safe for some
 * four billion values a key; change the key before.
 *
 * <p>Thread-safe. Never shows its key.
 */
public final class DeadLetterCipher implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What the column {@code encryption} says. */
  public static final String NAME = "AES-256-GCM";

  /** How many bytes a key has. */
  public static final int KEY_BYTES = 32;

  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  /**
   * @throws IllegalArgumentException if the key has not {@link #KEY_BYTES} bytes
   */
  public DeadLetterCipher(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the dead letters' key has " + key.length + " bytes instead of " + KEY_BYTES);
    }
    this.key = key.clone();
  }

  /** Where a value belongs: its associated data. */
  public record Place(String contractId, String split, String position, String field) {

    static Place of(String contractId, String split, Position position, String field) {
      return new Place(contractId, split, position.toString(), field);
    }

    private byte[] bytes() {
      byte[][] parts = {
        contractId.getBytes(UTF_8),
        split.getBytes(UTF_8),
        position.getBytes(UTF_8),
        field.getBytes(UTF_8)
      };
      int length = 0;
      for (byte[] part : parts) {
        length += Integer.BYTES + part.length;
      }
      ByteBuffer bytes = ByteBuffer.allocate(length);
      for (byte[] part : parts) {
        bytes.putInt(part.length).put(part);
      }
      return bytes.array();
    }
  }

  byte[] encrypt(byte[] plain, Place place) {
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, place);
      byte[] stored = new byte[IV_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(iv, 0, stored, 0, IV_BYTES);
      cipher.doFinal(plain, 0, plain.length, stored, IV_BYTES);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + NAME, e);
    }
  }

  /**
   * The bytes that were stored at {@code place}.
   *
   * @throws IllegalArgumentException if they were stored with another key or at another place, or
   *     were changed
   */
  public byte[] decrypt(byte[] stored, Place place) {
    if (stored.length < IV_BYTES + TAG_BITS / 8) {
      throw new IllegalArgumentException(stored.length + " bytes are too few to be encrypted");
    }
    byte[] iv = new byte[IV_BYTES];
    System.arraycopy(stored, 0, iv, 0, IV_BYTES);
    try {
      return cipher(Cipher.DECRYPT_MODE, iv, place)
          .doFinal(stored, IV_BYTES, stored.length - IV_BYTES);
    } catch (AEADBadTagException e) {
      throw new IllegalArgumentException(
          "not stored with this key at this place, or changed since", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + NAME, e);
    }
  }

  private Cipher cipher(int mode, byte[] iv, Place place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(place.bytes());
    return cipher;
  }

  @Override
  public String toString() {
    return NAME;
  }
}
