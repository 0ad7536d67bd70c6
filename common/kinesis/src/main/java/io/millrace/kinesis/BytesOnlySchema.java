package io.millrace.kinesis;

import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Hands a record's bytes to one of Flink's schemas. */
final class BytesOnlySchema<T> implements KinesisDeserializationSchema<T> {

  private static final long serialVersionUID = 1L;

  private final DeserializationSchema<T> schema;

  BytesOnlySchema(DeserializationSchema<T> schema) {
    this.schema = schema;
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    schema.open(context);
  }

  @Override
  public void deserialize(KinesisRecord record, String stream, String shardId, Collector<T> output)
      throws IOException {
    schema.deserialize(record.data(), output);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return schema.getProducedType();
  }
}
