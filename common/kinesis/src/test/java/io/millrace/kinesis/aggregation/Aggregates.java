package io.millrace.kinesis.aggregation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/** Packs records as the Kinesis Producer Library does. */
public final class Aggregates {

  private Aggregates() {}

  /** An aggregate of (partition key, data) pairs. */
  public static byte[] of(List<Map.Entry<String, String>> records) {
    List<String> keys = records.stream().map(Map.Entry::getKey).distinct().toList();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (String key : keys) {
      field(message, 1, key.getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, String> record : records) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      packed.write(1 << 3);
      varint(packed, keys.indexOf(record.getKey()));
      field(packed, 3, record.getValue().getBytes(StandardCharsets.UTF_8));
      field(message, 3, packed.toByteArray());
    }
    return sealed(message.toByteArray());
  }

  /** Magic bytes, message, digest. */
  static byte[] sealed(byte[] message) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    sealed.writeBytes(new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2});
    sealed.writeBytes(message);
    try {
      sealed.writeBytes(MessageDigest.getInstance("MD5").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return sealed.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] value) {
    out.write((number << 3) | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
