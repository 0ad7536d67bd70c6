package io.millrace.kinesis;

import io.millrace.kinesis.client.StreamArn;
import io.millrace.kinesis.client.StreamClientFactory;
import io.millrace.kinesis.config.AwsConfigOptions;
import io.millrace.kinesis.config.AwsConfigOptions.CredentialsProvider;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import io.millrace.kinesis.enumerator.StartingPoint;
import java.time.Duration;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
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
    StartingPoint.of(config);
    if (config.get(KinesisSourceConfigOptions.READER_TYPE) == ReaderType.EFO) {
      require(KinesisSourceConfigOptions.EFO_CONSUMER_NAME, "enhanced fan-out");
    }
    if (config.get(AwsConfigOptions.AWS_CREDENTIALS_PROVIDER) == CredentialsProvider.BASIC) {
      require(AwsConfigOptions.AWS_ACCESS_KEY_ID, "BASIC credentials");
      require(AwsConfigOptions.AWS_SECRET_ACCESS_KEY, "BASIC credentials");
    }
    return new KinesisStreamsSource<>(streamArn, config, schema, assigner, clients);
  }

  private void require(ConfigOption<String> option, String why) {
    if (config.getOptional(option).isEmpty()) {
      throw new IllegalArgumentException(option.key() + " is missing for " + why);
    }
  }
}
