package io.millrace.local.kinesis.store;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record as it lies in a shard's log, which is also how GetRecords sends it: a CBOR map. So a
 * page of records is served by copying a part of a file.
 *
 * <pre>
 *   A4                                    a map of four
 *   "SequenceNumber": 56 digits           at 18
 *   "ApproximateArrivalTimestamp": C1 1B  milliseconds, 8 bytes at 105
 *   "PartitionKey": 79                    length, 2 bytes at 127, then UTF-8
 *   "Data": 5A                            length, 4 bytes, then the bytes
 * </pre>
 */
public final class RecordEntry {

  static final int ARRIVAL_AT = 105;

  /** What a record takes beside its data and its partition key. */
  public static final int OVERHEAD = 139;

  static final int KEY_LENGTH_AT = 127;
  static final int KEY_AT = 129;

  private static final int SEQUENCE_AT = 18;
  private static final int DATA_HEADER = 10;
  private static final byte[] HEAD = head();
  private static final byte[] DATA = {0x64, 'D', 'a', 't', 'a', 0x5A};

  private RecordEntry() {}

  static byte[] encode(SequenceNumber sequence, long arrival, byte[] key, byte[] data) {
    byte[] entry = new byte[OVERHEAD + key.length + data.length];
    System.arraycopy(HEAD, 0, entry, 0, HEAD.length);
    sequence.writeTo(entry, SEQUENCE_AT);
    ByteBuffer buffer = ByteBuffer.wrap(entry);
    buffer.putLong(ARRIVAL_AT, arrival);
    buffer.putShort(KEY_LENGTH_AT, (short) key.length);
    buffer.position(KEY_AT);
    buffer.put(key).put(DATA).putInt(data.length).put(data);
    return entry;
  }

  /** The record at a buffer's reader index, which moves behind it. */
  public static StoredRecord decode(ByteBuf entries) {
    int start = entries.readerIndex();
    int keyLength = entries.getUnsignedShort(start + KEY_LENGTH_AT);
    int dataAt = start + KEY_AT + keyLength + DATA_HEADER;
    int dataLength = entries.getInt(dataAt - Integer.BYTES);
    entries.readerIndex(dataAt + dataLength);
    return new StoredRecord(
        entries.toString(start + SEQUENCE_AT, SequenceNumber.DIGITS, StandardCharsets.US_ASCII),
        entries.getLong(start + ARRIVAL_AT),
        entries.toString(start + KEY_AT, keyLength, StandardCharsets.UTF_8),
        entries.slice(dataAt, dataLength));
  }

  /** How long the entry is whose first bytes these are; 0 when they are too few to say. */
  static int length(ByteBuffer head, int at, int limit) {
    if (limit - at < KEY_AT) {
      return 0;
    }
    int dataLengthAt = at + KEY_AT + Short.toUnsignedInt(head.getShort(at + KEY_LENGTH_AT)) + 6;
    if (limit < dataLengthAt + Integer.BYTES) {
      return 0;
    }
    return dataLengthAt + Integer.BYTES + head.getInt(dataLengthAt) - at;
  }

  private static byte[] head() {
    byte[] head = new byte[KEY_AT];
    ByteBuffer buffer = ByteBuffer.wrap(head);
    buffer.put((byte) 0xA4);
    text(buffer, "SequenceNumber");
    buffer.put((byte) 0x78).put((byte) SequenceNumber.DIGITS);
    buffer.position(SEQUENCE_AT + SequenceNumber.DIGITS);
    text(buffer, "ApproximateArrivalTimestamp");
    buffer.put((byte) 0xC1).put((byte) 0x1B);
    buffer.position(ARRIVAL_AT + Long.BYTES);
    text(buffer, "PartitionKey");
    buffer.put((byte) 0x79);
    return head;
  }

  private static void text(ByteBuffer buffer, String text) {
    if (text.length() < 24) {
      buffer.put((byte) (0x60 + text.length()));
    } else {
      buffer.put((byte) 0x78).put((byte) text.length());
    }
    buffer.put(text.getBytes(StandardCharsets.US_ASCII));
  }
}
