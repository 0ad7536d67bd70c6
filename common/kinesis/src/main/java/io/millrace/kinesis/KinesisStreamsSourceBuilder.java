package io.millrace.kinesis;

import io.millrace.kinesis.client.StreamArn;
import io.millrace.kinesis.client.StreamClientFactory;
import io.millrace.kinesis.config.ConfigurationCheck;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.enumerator.StartingPoint;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Builds a {@link KinesisStreamsSource}; methods are named as the official connector's. */
public final class KinesisStreamsSourceBuilder<T> {

  private final Configuration config = new Configuration();
  private @Nullable String streamArn;
  private @Nullable KinesisDeserializationSchema<T> schema;
  private KinesisShardAssigner assigner = KinesisShardAssigner.uniform();
  private StreamClientFactory clients = StreamClientFactory.sdk();

  KinesisStreamsSourceBuilder() {}

  public KinesisStreamsSourceBuilder<T> setStreamArn(String arn) {
    streamArn = arn;
    return this;
  }

  /** The keys of docs/kinesis.md; what is set later wins. */
  public KinesisStreamsSourceBuilder<T> setSourceConfig(Configuration sourceConfig) {
    config.addAll(sourceConfig);
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setDeserializationSchema(
      KinesisDeserializationSchema<T> deserializationSchema) {
    schema = deserializationSchema;
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setDeserializationSchema(
      DeserializationSchema<T> deserializationSchema) {
    schema = KinesisDeserializationSchema.of(deserializationSchema);
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setKinesisShardAssigner(
      KinesisShardAssigner shardAssigner) {
    assigner = shardAssigner;
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setRetryStrategyMinDelay(Duration delay) {
    config.set(KinesisSourceConfigOptions.RETRY_STRATEGY_MIN_DELAY, delay);
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setRetryStrategyMaxDelay(Duration delay) {
    config.set(KinesisSourceConfigOptions.RETRY_STRATEGY_MAX_DELAY, delay);
    return this;
  }

  public KinesisStreamsSourceBuilder<T> setRetryStrategyMaxAttempts(int attempts) {
    config.set(KinesisSourceConfigOptions.RETRY_STRATEGY_MAX_ATTEMPTS, attempts);
    return this;
  }

  /** For tests: clients of something else. */
  KinesisStreamsSourceBuilder<T> setClients(StreamClientFactory factory) {
    clients = factory;
    return this;
  }

  /**
   * The source.
   *
   * @throws IllegalArgumentException if something is missing or does not fit
   */
  public KinesisStreamsSource<T> build() {
    if (streamArn == null || schema == null) {
      throw new IllegalArgumentException(
          streamArn == null ? "no stream ARN" : "no deserialization schema");
    }
    StreamArn.of(streamArn);
    List<ConfigurationCheck.Fault> faults = ConfigurationCheck.faults(config);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          faults.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    StartingPoint.of(config);
    return new KinesisStreamsSource<>(streamArn, config, schema, assigner, clients);
  }
}
