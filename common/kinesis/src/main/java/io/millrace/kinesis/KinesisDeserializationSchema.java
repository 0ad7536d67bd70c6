package io.millrace.kinesis;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/**
 * Makes what flows through the job out of a record. Runs in the task's thread, one record at a
 * time; what it collects belongs to the record's place, so that a recovery repeats all of it or
 * nothing.
 */
public interface KinesisDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

  /** Called once before the first record. */
  default void open(InitializationContext context) throws Exception {}

  /**
   * Collects any number of elements; their timestamp is the record's arrival.
   *
   * @param stream the stream's ARN
   */
  void deserialize(KinesisRecord record, String stream, String shardId, Collector<T> output)
      throws IOException;

  /** A schema that looks at the records' bytes only. */
  static <T> KinesisDeserializationSchema<T> of(DeserializationSchema<T> bytes) {
    return new BytesOnlySchema<>(bytes);
  }
}
