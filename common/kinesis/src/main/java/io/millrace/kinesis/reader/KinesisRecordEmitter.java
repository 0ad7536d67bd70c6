package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisDeserializationSchema;
import io.millrace.kinesis.KinesisRecord;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Emits what the schema makes of a record, under its arrival time, and moves the split on. */
final class KinesisRecordEmitter<T> implements RecordEmitter<KinesisRecord, T, ShardSplitState> {

  private final String streamArn;
  private final KinesisDeserializationSchema<T> schema;
  private final Counter bytes;
  private final TimedCollector<T> collector = new TimedCollector<>();

  KinesisRecordEmitter(String streamArn, KinesisDeserializationSchema<T> schema, Counter bytes) {
    this.streamArn = streamArn;
    this.schema = schema;
    this.bytes = bytes;
  }

  @Override
  public void emitRecord(KinesisRecord record, SourceOutput<T> output, ShardSplitState split)
      throws Exception {
    bytes.inc(record.data().length);
    collector.output = output;
    collector.time = record.approximateArrivalTimestamp();
    schema.deserialize(record, streamArn, record.shardId(), collector);
    split.emitted(record);
  }

  private static final class TimedCollector<T> implements Collector<T> {
    private @Nullable SourceOutput<T> output;
    private long time;

    @Override
    public void collect(T element) {
      if (output == null) {
        throw new IllegalStateException("collected outside of deserialize");
      }
      if (time == KinesisRecord.NO_TIME) {
        output.collect(element);
      } else {
        output.collect(element, time);
      }
    }

    @Override
    public void close() {}
  }
}
