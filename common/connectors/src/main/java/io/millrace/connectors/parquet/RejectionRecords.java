package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.LakeSchema.own;
import static io.millrace.connectors.parquet.LakeSchema.text;
import static io.millrace.connectors.parquet.LakeSchema.timestamp;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.Type.Repetition.OPTIONAL;
import static org.apache.parquet.schema.Type.Repetition.REQUIRED;

import io.millrace.connectors.parquet.shred.Shredder;
import io.millrace.connectors.parquet.shred.ShredderBuilder;
import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.Rejection;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters. With a cipher, {@code value}, {@code key} and header values hold ciphertext and
 * {@code encryption} says which; all other columns are the same, and hold no value of the record.
 */
record RejectionRecords(
    StreamContract contract,
    String job,
    String buildVersion,
    @Nullable DeadLetterCipher cipher,
    PositionColumn positions)
    implements RecordFormat<Rejection> {

  private static final int COLUMNS = 14;
  private static final ValueType BYTES = ValueType.Text.ANY;
  private static final List<Field> HEADER = List.of(own("name", BYTES), own("value", BYTES));

  /** In the order of {@link #append}. */
  private static List<Field> fields(PositionColumn positions) {
    return List.of(
        own("split", BYTES),
        own("position", positions.type()),
        own("record_time", LakeSchema.LONG),
        own("reason", BYTES),
        own("path", BYTES),
        own("message", BYTES),
        own("key", BYTES),
        own("value", BYTES),
        own("headers", new ValueType.ListOf(new ValueType.Group(HEADER), true, null, null, false)),
        own("encryption", BYTES),
        own("contract_id", BYTES),
        own("contract_version", BYTES),
        own("job", BYTES),
        own("build_version", BYTES));
  }

  @Override
  public MessageType schema() {
    return Types.buildMessage()
        .addField(text(REQUIRED, "split"))
        .addField(positions.column("position"))
        .addField(timestamp(OPTIONAL, "record_time"))
        .addField(text(REQUIRED, "reason"))
        .addField(text(REQUIRED, "path"))
        .addField(text(REQUIRED, "message"))
        .addField(Types.optional(BINARY).named("key"))
        .addField(Types.optional(BINARY).named("value"))
        .addField(
            Types.requiredGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(
                    Types.repeatedGroup()
                        .addField(
                            Types.requiredGroup()
                                .addField(text(REQUIRED, "name"))
                                .addField(Types.optional(BINARY).named("value"))
                                .named("element"))
                        .named("list"))
                .named("headers"))
        .addField(text(OPTIONAL, "encryption"))
        .addField(text(REQUIRED, "contract_id"))
        .addField(text(REQUIRED, "contract_version"))
        .addField(text(REQUIRED, "job"))
        .addField(text(REQUIRED, "build_version"))
        .named(contract.name() + "_rejected");
  }

  @Override
  public Shredder shredder(MessageType schema) {
    return new ShredderBuilder(schema).group(fields(positions)).build();
  }

  @Override
  public void append(Rejection rejection, RowWriter record) {
    SourceRecord source = rejection.source();
    Envelope envelope = new Envelope(record, COLUMNS);
    envelope.text(source.split());
    envelope.next();
    positions.write(source.position(), record);
    if (source.recordTime() == SourceRecord.NO_TIME) {
      envelope.absent();
    } else {
      envelope.number(Math.multiplyExact(source.recordTime(), 1000L));
    }
    envelope.text(rejection.reason().code());
    envelope.text(rejection.path());
    envelope.text(rejection.message());
    envelope.bytes(protect(source.key(), source, "key"));
    envelope.bytes(protect(source.value(), source, "value"));
    envelope.next();
    appendHeaders(source, record);
    if (cipher == null) {
      envelope.absent();
    } else {
      envelope.text(DeadLetterCipher.NAME);
    }
    envelope.text(contract.id());
    envelope.text(contract.version());
    envelope.text(job);
    envelope.text(buildVersion);
  }

  private void appendHeaders(SourceRecord source, RowWriter record) {
    int count = source.headers().size();
    record.writeVarint(count);
    if (count == 0) {
      return;
    }
    int presence = record.presence(count);
    for (int i = 0; i < count; i++) {
      record.markPresent(presence, i);
      SourceRecord.Header header = source.headers().get(i);
      byte[] value = protect(header.value(), source, "headers[" + i + "]");
      int parts = record.presence(HEADER.size());
      record.markPresent(parts, 0);
      record.writeText(header.name());
      if (value != null) {
        record.markPresent(parts, 1);
        record.writeText(value);
      }
    }
  }

  private byte @Nullable [] protect(byte @Nullable [] plain, SourceRecord source, String field) {
    if (cipher == null || plain == null) {
      return plain;
    }
    return cipher.encrypt(
        plain, DeadLetterCipher.Place.of(contract.id(), source.split(), source.position(), field));
  }

  /** Writes the values of the record's one group in order. */
  private static final class Envelope {
    private final RowWriter record;
    private final int presence;
    private int index;

    Envelope(RowWriter record, int columns) {
      this.record = record;
      this.presence = record.presence(columns);
    }

    void next() {
      record.markPresent(presence, index++);
    }

    void absent() {
      index++;
    }

    void text(String value) {
      next();
      record.writeText(value);
    }

    void number(long value) {
      next();
      record.writeLong(value);
    }

    void bytes(byte @Nullable [] value) {
      if (value == null) {
        absent();
      } else {
        next();
        record.writeText(value);
      }
    }
  }

  @Override
  public String split(Rejection rejection) {
    return rejection.source().split();
  }

  @Override
  public Map<String, String> metadata() {
    return FileMetadata.of(contract);
  }
}
