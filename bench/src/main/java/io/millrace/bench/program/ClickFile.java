package io.millrace.bench.program;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Parquet's own writer for clicks: the lake's columns and compression. */
public final class ClickFile {

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .optional(BINARY)
          .as(stringType())
          .named("event_id")
          .optional(INT64)
          .as(timestampType(true, TimeUnit.MICROS))
          .named("occurred_at")
          .optional(BINARY)
          .as(stringType())
          .named("type")
          .optional(INT64)
          .named("user_id")
          .optional(BINARY)
          .as(stringType())
          .named("session_id")
          .optional(BINARY)
          .as(stringType())
          .named("country")
          .optional(DOUBLE)
          .named("price")
          .optional(BINARY)
          .as(stringType())
          .named("url")
          .optional(BINARY)
          .as(stringType())
          .named("agent")
          .required(BINARY)
          .as(stringType())
          .named("_event_id")
          .required(INT64)
          .as(timestampType(true, TimeUnit.MICROS))
          .named("_event_time")
          .required(BINARY)
          .as(stringType())
          .named("_split")
          .required(INT64)
          .named("_position")
          .optional(INT64)
          .as(timestampType(true, TimeUnit.MICROS))
          .named("_record_time")
          .required(BOOLEAN)
          .named("_late")
          .optional(BINARY)
          .as(stringType())
          .named("_unknown")
          .named("clicks");

  /** Columns whose values hardly ever repeat: dictionaries of them would be thrown away. */
  private static final List<String> DIFFERENT =
      List.of(
          "event_id",
          "occurred_at",
          "session_id",
          "url",
          "_event_id",
          "_event_time",
          "_position",
          "_record_time");

  /** The lake's. */
  private static final long ROW_GROUP_BYTES = 64L << 20;

  private ClickFile() {}

  /** A writer with ZSTD at the lake's level. */
  public static ParquetWriter<Click> create(OutputFile file) throws IOException {
    return create(file, CompressionCodecName.ZSTD);
  }

  /** A writer with another compression. */
  public static ParquetWriter<Click> create(OutputFile file, CompressionCodecName codec)
      throws IOException {
    PlainParquetConfiguration settings = new PlainParquetConfiguration();
    settings.set("parquet.compression.codec.zstd.level", "3");
    Builder builder =
        new Builder(file)
            .withConf(settings)
            .withCompressionCodec(codec)
            .withRowGroupSize(ROW_GROUP_BYTES);
    for (String column : DIFFERENT) {
      builder.withDictionaryEncoding(column, false);
    }
    return builder.build();
  }

  private static final class Builder extends ParquetWriter.Builder<Click, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract there.
    protected WriteSupport<Click> getWriteSupport(Configuration unused) {
      return new Support();
    }

    @Override
    protected WriteSupport<Click> getWriteSupport(ParquetConfiguration unused) {
      return new Support();
    }
  }

  private static final class Support extends WriteSupport<Click> {
    private RecordConsumer out;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any record.
    Support() {}

    @Override
    @SuppressWarnings("deprecation") // Abstract there.
    public WriteContext init(Configuration unused) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Click click) {
      out.startMessage();
      text(0, click.eventId);
      number(1, click.occurredAt);
      text(2, click.type);
      number(3, click.userId);
      text(4, click.sessionId);
      text(5, click.country);
      out.startField(SCHEMA.getFieldName(6), 6);
      out.addDouble(click.price);
      out.endField(SCHEMA.getFieldName(6), 6);
      text(7, click.url);
      text(8, click.agent);
      text(9, click.eventId);
      number(10, click.occurredAt);
      text(11, click.split);
      number(12, click.position);
      number(13, click.recordTime);
      out.startField(SCHEMA.getFieldName(14), 14);
      out.addBoolean(false);
      out.endField(SCHEMA.getFieldName(14), 14);
      out.endMessage();
    }

    private void text(int field, String value) {
      out.startField(SCHEMA.getFieldName(field), field);
      out.addBinary(Binary.fromConstantByteArray(value.getBytes(StandardCharsets.UTF_8)));
      out.endField(SCHEMA.getFieldName(field), field);
    }

    private void number(int field, long value) {
      out.startField(SCHEMA.getFieldName(field), field);
      out.addLong(value);
      out.endField(SCHEMA.getFieldName(field), field);
    }
  }
}
