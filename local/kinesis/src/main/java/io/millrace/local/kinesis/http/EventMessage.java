package io.millrace.local.kinesis.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A message of an event stream: its length, the length of its headers, a checksum of both; headers;
 * payload; a checksum of all before it.
 */
final class EventMessage {

  /** The content type of an answer that consists of them. */
  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private static final int PRELUDE = 12;
  private static final byte STRING = 7;

  private EventMessage() {}

  static ByteBuf initialResponse(ByteBufAllocator allocator) {
    return write(
        allocator,
        Map.of(
            ":message-type", "event",
            ":event-type", "initial-response",
            ":content-type", "application/json"),
        allocator.buffer(2).writeBytes(new byte[] {'{', '}'}));
  }

  static ByteBuf event(ByteBufAllocator allocator, ByteBuf payload) {
    return write(
        allocator,
        Map.of(
            ":message-type", "event",
            ":event-type", "SubscribeToShardEvent",
            ":content-type", "application/json"),
        payload);
  }

  static ByteBuf exception(ByteBufAllocator allocator, String type, ByteBuf payload) {
    return write(
        allocator,
        Map.of(
            ":message-type", "exception",
            ":exception-type", type,
            ":content-type", "application/json"),
        payload);
  }

  /** Takes over the payload. */
  private static ByteBuf write(
      ByteBufAllocator allocator, Map<String, String> headers, ByteBuf payload) {
    ByteBuf message = allocator.buffer(PRELUDE + 256 + payload.readableBytes());
    message.writerIndex(PRELUDE);
    headers.forEach((name, value) -> writeHeader(message, name, value));
    int headerLength = message.writerIndex() - PRELUDE;
    int total = PRELUDE + headerLength + payload.readableBytes() + Integer.BYTES;
    message.setInt(0, total).setInt(4, headerLength);
    message.setInt(8, checksum(message, 8));
    message.writeBytes(payload);
    payload.release();
    message.writeInt(checksum(message, message.writerIndex()));
    return message;
  }

  private static void writeHeader(ByteBuf message, String name, String value) {
    message.writeByte(name.length());
    message.writeCharSequence(name, StandardCharsets.US_ASCII);
    message.writeByte(STRING).writeShort(value.length());
    message.writeCharSequence(value, StandardCharsets.US_ASCII);
  }

  private static int checksum(ByteBuf message, int length) {
    CRC32 sum = new CRC32();
    sum.update(message.nioBuffer(0, length));
    return (int) sum.getValue();
  }
}
