package io.millrace.kinesis.config;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How the service is reached; keys as the official connectors have them. */
public final class AwsConfigOptions {

  /** Where credentials come from. */
  public enum CredentialsProvider {
    /** The SDK's own chain: environment, system properties, profile, container, instance. */
    AUTO,
    ENV_VAR,
    SYS_PROP,
    PROFILE,
    /** The two keys of this configuration: for emulators. */
    BASIC
  }

  public static final ConfigOption<String> AWS_REGION =
      ConfigOptions.key("aws.region")
          .stringType()
          .noDefaultValue()
          .withDescription("The service's region; that of the stream's ARN by default.");

  public static final ConfigOption<String> AWS_ENDPOINT =
      ConfigOptions.key("aws.endpoint")
          .stringType()
          .noDefaultValue()
          .withDescription("The service's address; the region's by default.");

  public static final ConfigOption<CredentialsProvider> AWS_CREDENTIALS_PROVIDER =
      ConfigOptions.key("aws.credentials.provider")
          .enumType(CredentialsProvider.class)
          .defaultValue(CredentialsProvider.AUTO)
          .withDescription("Where credentials come from.");

  public static final ConfigOption<String> AWS_ACCESS_KEY_ID =
      ConfigOptions.key("aws.credentials.provider.basic.accesskeyid")
          .stringType()
          .noDefaultValue()
          .withDescription("For BASIC.");

  public static final ConfigOption<String> AWS_SECRET_ACCESS_KEY =
      ConfigOptions.key("aws.credentials.provider.basic.secretkey")
          .stringType()
          .noDefaultValue()
          .withDescription("For BASIC.");

  public static final ConfigOption<String> AWS_PROFILE_NAME =
      ConfigOptions.key("aws.credentials.provider.profile.name")
          .stringType()
          .noDefaultValue()
          .withDescription("For PROFILE; the default profile without it.");

  public static final ConfigOption<Integer> HTTP_CLIENT_MAX_CONCURRENCY =
      ConfigOptions.key("aws.http-client.max-concurrency")
          .intType()
          .defaultValue(10_000)
          .withDescription("The most calls of one subtask at a time.");

  public static final ConfigOption<Duration> HTTP_CLIENT_READ_TIMEOUT =
      ConfigOptions.key("aws.http-client.read-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription("After how long without a byte a call or subscription has failed.");

  private AwsConfigOptions() {}

  /** All of these. */
  static List<ConfigOption<?>> all() {
    return List.of(
        AWS_REGION,
        AWS_ENDPOINT,
        AWS_CREDENTIALS_PROVIDER,
        AWS_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY,
        AWS_PROFILE_NAME,
        HTTP_CLIENT_MAX_CONCURRENCY,
        HTTP_CLIENT_READ_TIMEOUT);
  }
}
