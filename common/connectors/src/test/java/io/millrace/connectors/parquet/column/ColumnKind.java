package io.millrace.connectors.parquet.column;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** The kinds of chunks, with values of each. */
enum ColumnKind {
  INT(PrimitiveTypeName.INT32),
  LONG(PrimitiveTypeName.INT64),
  GROWING(PrimitiveTypeName.INT64),
  DOUBLE(PrimitiveTypeName.DOUBLE),
  BOOLEAN(PrimitiveTypeName.BOOLEAN),
  TEXT(PrimitiveTypeName.BINARY),
  DECIMAL(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY);

  private static final int DECIMAL_BYTES = 12;

  private final PrimitiveTypeName type;

  ColumnKind(PrimitiveTypeName type) {
    this.type = type;
  }

  /** A value, or how many of the fields on its path are there. */
  record Entry(int repetition, int definition, @Nullable Object value) {
    static Entry absent(int repetition, int definition) {
      return new Entry(repetition, definition, null);
    }
  }

  PrimitiveType type(Repetition repetition) {
    var primitive = Types.primitive(type, repetition);
    return switch (this) {
      case TEXT -> primitive.as(stringType()).named(name());
      case DECIMAL -> primitive.length(DECIMAL_BYTES).as(decimalType(2, 25)).named(name());
      default -> primitive.named(name());
    };
  }

  ColumnChunk chunk(ColumnDescriptor column) {
    return switch (this) {
      case INT, LONG, DOUBLE -> new NumberChunk(column);
      case GROWING -> new DeltaChunk(column);
      case BOOLEAN -> new BooleanChunk(column);
      case TEXT -> new TextChunk(column, true);
      case DECIMAL -> new FixedChunk(column);
    };
  }

  /** One of about so many different values. */
  Entry entry(Random random, int different, int repetition) {
    int number = random.nextInt(different);
    Object value =
        switch (this) {
          case INT -> number - different / 2;
          case LONG -> (number - different / 2) * 0x9E3779B97F4A7C15L;
          case GROWING -> number * 1_000_003L - different;
          case DOUBLE -> number == 0 ? -0.0 : (number - different / 2) / 16.0;
          case BOOLEAN -> number == 0;
          case TEXT -> text(number);
          case DECIMAL -> decimal(random, number);
        };
    return new Entry(repetition, -1, value);
  }

  private static byte[] text(int number) {
    return switch (number % 5) {
      case 0 -> new byte[number / 5 % 12];
      case 1 -> ("the same head and another end: " + number).getBytes(UTF_8);
      case 2 -> ("ü" + number).getBytes(UTF_8);
      default -> Integer.toHexString(number * 0x9E3779B9).getBytes(UTF_8);
    };
  }

  private static byte[] decimal(Random random, int number) {
    byte[] bytes = new byte[1 + random.nextInt(DECIMAL_BYTES)];
    random.nextBytes(bytes);
    bytes[bytes.length - 1] = (byte) number;
    return bytes;
  }

  void write(ColumnChunk chunk, Entry entry) {
    int repetition = entry.repetition();
    Object value = entry.value();
    if (chunk instanceof NumberChunk numbers) {
      numbers.write(
          value instanceof Double real
              ? Double.doubleToRawLongBits(real)
              : ((Number) value).longValue(),
          repetition);
    } else if (chunk instanceof DeltaChunk differences) {
      differences.write((Long) value, repetition);
    } else if (chunk instanceof BooleanChunk booleans) {
      booleans.write((Boolean) value, repetition);
    } else {
      // As the shredder does: from somewhere in an array that is overwritten afterwards.
      byte[] bytes = (byte[]) value;
      byte[] around = new byte[bytes.length + 20];
      System.arraycopy(bytes, 0, around, 7, bytes.length);
      if (chunk instanceof TextChunk texts) {
        texts.write(around, 7, bytes.length, repetition);
      } else {
        ((FixedChunk) chunk).write(around, 7, bytes.length, repetition);
      }
      Arrays.fill(around, (byte) 'x');
    }
  }

  void write(ColumnWriter writer, Entry entry, int definition) {
    int repetition = entry.repetition();
    Object value = entry.value();
    switch (this) {
      case INT -> writer.write((int) (Integer) value, repetition, definition);
      case LONG, GROWING -> writer.write((long) (Long) value, repetition, definition);
      case DOUBLE -> writer.write((double) (Double) value, repetition, definition);
      case BOOLEAN -> writer.write((boolean) (Boolean) value, repetition, definition);
      case TEXT ->
          writer.write(Binary.fromConstantByteArray((byte[]) value), repetition, definition);
      case DECIMAL ->
          writer.write(
              Binary.fromConstantByteArray(extended((byte[]) value)), repetition, definition);
    }
  }

  private static byte[] extended(byte[] bytes) {
    byte[] extended = new byte[DECIMAL_BYTES];
    Arrays.fill(extended, (byte) (bytes[0] >> 7));
    System.arraycopy(bytes, 0, extended, DECIMAL_BYTES - bytes.length, bytes.length);
    return extended;
  }
}
