package io.millrace.kinesis;

import io.millrace.kinesis.client.StreamClientFactory;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.enumerator.KinesisEnumeratorState;
import io.millrace.kinesis.enumerator.KinesisEnumeratorStateSerializer;
import io.millrace.kinesis.enumerator.KinesisStreamsSourceEnumerator;
import io.millrace.kinesis.reader.KinesisSourceReader;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplitSerializer;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * A stream's records, each once, in order within a shard, and a shard's after its parents'. A split
 * is a shard: watermarks, idleness and alignment are by shard.
 *
 * <pre>{@code
 * KinesisStreamsSource.<String>builder()
 *     .setStreamArn("arn:aws:kinesis:us-east-1:012345678901:stream/orders")
 *     .setDeserializationSchema(new SimpleStringSchema())
 *     .build();
 * }</pre>
 */
public final class KinesisStreamsSource<T>
    implements Source<T, KinesisShardSplit, KinesisEnumeratorState>,
        ResultTypeQueryable<T>,
        // Readers report their shards after a failure, and everything is assigned anew.
        SupportsSplitReassignmentOnRecovery {

  private static final long serialVersionUID = 1L;

  private final String streamArn;
  private final Configuration config;
  private final KinesisDeserializationSchema<T> schema;
  private final KinesisShardAssigner assigner;
  private final StreamClientFactory clients;

  KinesisStreamsSource(
      String streamArn,
      Configuration config,
      KinesisDeserializationSchema<T> schema,
      KinesisShardAssigner assigner,
      StreamClientFactory clients) {
    this.streamArn = streamArn;
    this.config = config;
    this.schema = schema;
    this.assigner = assigner;
    this.clients = clients;
  }

  public static <T> KinesisStreamsSourceBuilder<T> builder() {
    return new KinesisStreamsSourceBuilder<>();
  }

  @Override
  public Boundedness getBoundedness() {
    return config.get(KinesisSourceConfigOptions.STREAM_BOUNDED)
        ? Boundedness.BOUNDED
        : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, KinesisShardSplit> createReader(SourceReaderContext context)
      throws Exception {
    schema.open(
        new DeserializationSchema.InitializationContext() {
          @Override
          public MetricGroup getMetricGroup() {
            return context.metricGroup().addGroup("deserializer");
          }

          @Override
          public UserCodeClassLoader getUserCodeClassLoader() {
            return context.getUserCodeClassLoader();
          }
        });
    return KinesisSourceReader.create(
        streamArn, schema, config, context, clients.open(streamArn, config));
  }

  @Override
  public SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> createEnumerator(
      SplitEnumeratorContext<KinesisShardSplit> context) {
    return new KinesisStreamsSourceEnumerator(
        context, config, clients.open(streamArn, config), assigner, null);
  }

  @Override
  public SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<KinesisShardSplit> context, KinesisEnumeratorState checkpoint) {
    return new KinesisStreamsSourceEnumerator(
        context, config, clients.open(streamArn, config), assigner, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<KinesisShardSplit> getSplitSerializer() {
    return new KinesisShardSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KinesisEnumeratorState> getEnumeratorCheckpointSerializer() {
    return new KinesisEnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return schema.getProducedType();
  }
}
