package io.millrace.kinesis.aggregation;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Kinesis Producer Library's format of several user records in one: four magic bytes, a
 * protocol buffers message, and the message's MD5.
 *
 * <pre>
 *   message AggregatedRecord {
 *     repeated string partition_key_table     = 1;
 *     repeated string explicit_hash_key_table = 2;
 *     repeated Record records                 = 3;
 *   }
 *   message Record {
 *     required uint64 partition_key_index     = 1;
 *     optional uint64 explicit_hash_key_index = 2;
 *     required bytes  data                    = 3;
 *     repeated Tag    tags                    = 4;
 *   }
 * </pre>
 */
public final class Aggregate {

  private static final byte[] MAGIC = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
  private static final int DIGEST_BYTES = 16;

  private static final int PARTITION_KEY = tag(1, ProtobufReader.LENGTH_DELIMITED);
  private static final int EXPLICIT_HASH_KEY = tag(2, ProtobufReader.LENGTH_DELIMITED);
  private static final int RECORD = tag(3, ProtobufReader.LENGTH_DELIMITED);
  private static final int PARTITION_KEY_INDEX = tag(1, ProtobufReader.VARINT);
  private static final int EXPLICIT_HASH_KEY_INDEX = tag(2, ProtobufReader.VARINT);
  private static final int DATA = tag(3, ProtobufReader.LENGTH_DELIMITED);

  private Aggregate() {}

  /**
   * A record as its producer wrote it.
   *
   * @param explicitHashKey null when the partition key's hash counts
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record UserRecord(
      String partitionKey, @Nullable BigInteger explicitHashKey, byte[] data) {}

  /**
   * The records in {@code data}, in their order; null if it is no aggregate. Whatever only looks
   * like one (magic bytes, but another digest, or a message that does not hold together) is none.
   */
  public static @Nullable List<UserRecord> split(byte[] data) {
    int end = data.length - DIGEST_BYTES;
    if (end <= MAGIC.length
        || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || !Arrays.equals(
            digest(data, MAGIC.length, end), Arrays.copyOfRange(data, end, data.length))) {
      return null;
    }
    try {
      List<UserRecord> records = message(new ProtobufReader(data, MAGIC.length, end));
      return records.isEmpty() ? null : records;
    } catch (MalformedAggregateException e) {
      return null;
    }
  }

  private static List<UserRecord> message(ProtobufReader message)
      throws MalformedAggregateException {
    List<String> partitionKeys = new ArrayList<>();
    List<BigInteger> hashKeys = new ArrayList<>();
    List<Packed> packed = new ArrayList<>();
    while (message.hasMore()) {
      int tag = message.tag();
      if (tag == PARTITION_KEY) {
        partitionKeys.add(message.text());
      } else if (tag == EXPLICIT_HASH_KEY) {
        hashKeys.add(hashKey(message.text()));
      } else if (tag == RECORD) {
        packed.add(Packed.read(message.nested()));
      } else {
        message.skip(tag);
      }
    }
    List<UserRecord> records = new ArrayList<>(packed.size());
    for (Packed record : packed) {
      records.add(
          new UserRecord(
              at(partitionKeys, record.partitionKey),
              record.hashKey < 0 ? null : at(hashKeys, record.hashKey),
              record.data));
    }
    return records;
  }

  private static BigInteger hashKey(String text) throws MalformedAggregateException {
    try {
      return new BigInteger(text);
    } catch (NumberFormatException e) {
      throw new MalformedAggregateException();
    }
  }

  private static <V> V at(List<V> table, long index) throws MalformedAggregateException {
    if (index < 0 || index >= table.size()) {
      throw new MalformedAggregateException();
    }
    return table.get((int) index);
  }

  private static byte[] digest(byte[] bytes, int from, int end) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(bytes, from, end - from);
      return md5.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Packed(long partitionKey, long hashKey, byte[] data) {

    static Packed read(ProtobufReader record) throws MalformedAggregateException {
      long partitionKey = -1;
      long hashKey = -1;
      byte[] data = null;
      while (record.hasMore()) {
        int tag = record.tag();
        if (tag == PARTITION_KEY_INDEX) {
          partitionKey = record.varint();
        } else if (tag == EXPLICIT_HASH_KEY_INDEX) {
          hashKey = record.varint();
          if (hashKey < 0) {
            throw new MalformedAggregateException();
          }
        } else if (tag == DATA) {
          data = record.bytes();
        } else {
          record.skip(tag);
        }
      }
      if (data == null) {
        throw new MalformedAggregateException();
      }
      return new Packed(partitionKey, hashKey, data);
    }
  }
}
