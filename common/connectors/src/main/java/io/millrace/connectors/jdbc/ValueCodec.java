package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A value as bytes: a tag for its type, then the value. Used between operators and in checkpoints:
 * tags are never reused, new types get new ones.
 */
final class ValueCodec {

  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int BIGINT = 2;
  private static final int INTEGER = 3;
  private static final int DOUBLE = 4;
  private static final int FALSE = 5;
  private static final int TRUE = 6;
  private static final int NUMERIC = 7;
  private static final int TIMESTAMPTZ = 8;
  private static final int DATE = 9;
  private static final int BYTEA = 10;
  private static final int TIME = 11;
  private static final int UUID = 12;

  private ValueCodec() {}

  /** Throws {@link IllegalArgumentException} for an object of no {@link ColumnType}. */
  static void write(@Nullable Object value, DataOutputView out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    } else if (value instanceof Long number) {
      out.writeByte(BIGINT);
      out.writeLong(number);
    } else if (value instanceof Integer number) {
      out.writeByte(INTEGER);
      out.writeInt(number);
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeDouble(number);
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? TRUE : FALSE);
    } else if (value instanceof BigDecimal number) {
      out.writeByte(NUMERIC);
      out.writeInt(number.scale());
      writeBytes(number.unscaledValue().toByteArray(), out);
    } else if (value instanceof Instant time) {
      out.writeByte(TIMESTAMPTZ);
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    } else if (value instanceof LocalDate date) {
      out.writeByte(DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      out.writeByte(TIME);
      out.writeLong(time.toNanoOfDay());
    } else if (value instanceof java.util.UUID id) {
      out.writeByte(UUID);
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    } else if (value instanceof byte[] bytes) {
      out.writeByte(BYTEA);
      writeBytes(bytes, out);
    } else {
      throw new IllegalArgumentException("no column type holds a " + value.getClass().getName());
    }
  }

  static @Nullable Object read(DataInputView in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case NULL -> null;
      case TEXT -> new String(readBytes(in), StandardCharsets.UTF_8);
      case BIGINT -> in.readLong();
      case INTEGER -> in.readInt();
      case DOUBLE -> in.readDouble();
      case FALSE -> false;
      case TRUE -> true;
      case NUMERIC -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(readBytes(in)), scale);
      }
      case TIMESTAMPTZ -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case BYTEA -> readBytes(in);
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case UUID -> new java.util.UUID(in.readLong(), in.readLong());
      default -> throw new IOException("unknown value tag " + tag);
    };
  }

  static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
