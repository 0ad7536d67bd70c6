package io.millrace.local.kinesis;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The SDK's clients, which do not retry: tests want to see each answer. */
final class Clients {

  private static final StaticCredentialsProvider ANYBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "anything"));

  private Clients() {}

  static KinesisClient sync(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(ANYBODY)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(withoutRetries())
        .build();
  }

  /** The sync client in JSON, which is a switch of the whole process. */
  static KinesisClient json(URI endpoint) {
    String before = System.setProperty("aws.cborEnabled", "false");
    try {
      return sync(endpoint);
    } finally {
      if (before == null) {
        System.clearProperty("aws.cborEnabled");
      } else {
        System.setProperty("aws.cborEnabled", before);
      }
    }
  }

  static KinesisAsyncClient async(URI endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(ANYBODY)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
        .overrideConfiguration(withoutRetries())
        .build();
  }

  private static ClientOverrideConfiguration withoutRetries() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(DefaultRetryStrategy.doNotRetry())
        .build();
  }
}
