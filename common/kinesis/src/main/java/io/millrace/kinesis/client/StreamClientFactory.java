package io.millrace.kinesis.client;

import static io.millrace.kinesis.config.AwsConfigOptions.AWS_ACCESS_KEY_ID;
import static io.millrace.kinesis.config.AwsConfigOptions.AWS_CREDENTIALS_PROVIDER;
import static io.millrace.kinesis.config.AwsConfigOptions.AWS_ENDPOINT;
import static io.millrace.kinesis.config.AwsConfigOptions.AWS_PROFILE_NAME;
import static io.millrace.kinesis.config.AwsConfigOptions.AWS_REGION;
import static io.millrace.kinesis.config.AwsConfigOptions.AWS_SECRET_ACCESS_KEY;
import static io.millrace.kinesis.config.AwsConfigOptions.HTTP_CLIENT_MAX_CONCURRENCY;
import static io.millrace.kinesis.config.AwsConfigOptions.HTTP_CLIENT_READ_TIMEOUT;

import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** Opens clients, on the JobManager and on TaskManagers; tests ship their own. */
public interface StreamClientFactory extends Serializable {

  StreamClient open(String streamArn, Configuration config);

  /** Clients of the real service, or of whatever stands at {@code aws.endpoint}. */
  static StreamClientFactory sdk() {
    return StreamClientFactory::openSdk;
  }

  private static StreamClient openSdk(String streamArn, Configuration config) {
    boolean polling = config.get(KinesisSourceConfigOptions.READER_TYPE) == ReaderType.POLLING;
    Duration readTimeout = config.get(HTTP_CLIENT_READ_TIMEOUT);
    KinesisAsyncClientBuilder builder =
        KinesisAsyncClient.builder()
            .region(region(streamArn, config))
            .credentialsProvider(credentials(config))
            .overrideConfiguration(
                override -> {
                  // The source itself knows when to call again, shard by shard.
                  override.retryStrategy(DefaultRetryStrategy.doNotRetry());
                  if (polling) {
                    override.apiCallTimeout(readTimeout);
                  }
                })
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    // Subscriptions are defined for HTTP/2 only; plain calls gain nothing from it.
                    .protocol(polling ? Protocol.HTTP1_1 : Protocol.HTTP2)
                    .maxConcurrency(config.get(HTTP_CLIENT_MAX_CONCURRENCY))
                    .maxPendingConnectionAcquires(config.get(HTTP_CLIENT_MAX_CONCURRENCY))
                    .readTimeout(readTimeout));
    config.getOptional(AWS_ENDPOINT).map(URI::create).ifPresent(builder::endpointOverride);
    return new SdkStreamClient(builder.build(), streamArn);
  }

  private static Region region(String streamArn, Configuration config) {
    return Region.of(
        config.getOptional(AWS_REGION).orElseGet(() -> StreamArn.of(streamArn).region()));
  }

  private static AwsCredentialsProvider credentials(Configuration config) {
    return switch (config.get(AWS_CREDENTIALS_PROVIDER)) {
      case AUTO -> DefaultCredentialsProvider.builder().build();
      case ENV_VAR -> EnvironmentVariableCredentialsProvider.create();
      case SYS_PROP -> SystemPropertyCredentialsProvider.create();
      case PROFILE ->
          config
              .getOptional(AWS_PROFILE_NAME)
              .map(ProfileCredentialsProvider::create)
              .orElseGet(ProfileCredentialsProvider::create);
      case BASIC ->
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(
                  config.get(AWS_ACCESS_KEY_ID), config.get(AWS_SECRET_ACCESS_KEY)));
    };
  }
}
