package io.millrace.connectors.kinesis;

import io.millrace.connectors.config.DecodeLimitsConfig;
import io.millrace.connectors.config.EventTimeConfig;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.decode.DecodeLimits;
import io.millrace.kinesis.client.StreamArn;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;

/**
 * The property group {@code source} of a job that reads Kinesis.
 *
 * @param options of the source, by the keys of docs/kinesis.md; may hold secrets
 */
public record KinesisSourceConfig(
    String streamArn, EventTimeConfig eventTime, DecodeLimits limits, Configuration options) {

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  public static KinesisSourceConfig from(ParameterGroup source) {
    Configuration options = new Configuration();
    Properties given = source.properties("kinesis.");
    given.stringPropertyNames().forEach(key -> options.setString(key, given.getProperty(key)));
    StartingPosition.parse(
            source
                .text("starting-position")
                .where(StartingPosition::isValid, StartingPosition.ALLOWED)
                .orElse("trim-horizon"))
        .configure(options);
    options.set(KinesisSourceConfigOptions.STREAM_BOUNDED, source.flag("bounded").orElse(false));
    options.set(
        KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL,
        source
            .duration("shard-discovery")
            .atLeast(Duration.ofSeconds(1))
            .orElse(Duration.ofSeconds(10)));
    return new KinesisSourceConfig(
        source
            .text("stream-arn")
            .where(KinesisSourceConfig::isStreamArn, "arn:aws:kinesis:REGION:ACCOUNT:stream/NAME")
            .required(),
        EventTimeConfig.from(source),
        DecodeLimitsConfig.from(source),
        options);
  }

  private static boolean isStreamArn(String text) {
    try {
      StreamArn.of(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
