package io.millrace.connectors.kinesis;

import io.millrace.connectors.config.DecodeLimitsConfig;
import io.millrace.connectors.config.EventTimeConfig;
import io.millrace.connectors.config.OnGap;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.decode.DecodeLimits;
import io.millrace.kinesis.client.StreamArn;
import io.millrace.kinesis.config.ConfigurationCheck;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/**
 * The property group {@code source} of a job that reads Kinesis.
 *
 * @param options of the source, by the keys of docs/kinesis.md; may hold secrets
 */
public record KinesisSourceConfig(
    String streamArn, EventTimeConfig eventTime, DecodeLimits limits, Configuration options) {

  private static final String PREFIX = "kinesis.";

  /** The source's keys that the group has keys of its own for. */
  private static final Map<String, String> SAID_BY_THE_GROUP =
      new TreeMap<>(
          Map.of(
              KinesisSourceConfigOptions.STREAM_INITIAL_POSITION.key(), "starting-position",
              KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP.key(), "starting-position",
              KinesisSourceConfigOptions.STREAM_TIMESTAMP_DATE_FORMAT.key(), "starting-position",
              KinesisSourceConfigOptions.STREAM_BOUNDED.key(), "bounded",
              KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL.key(), "shard-discovery",
              KinesisSourceConfigOptions.FAIL_ON_GAP.key(), "on-gap"));

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  public static KinesisSourceConfig from(ParameterGroup source) {
    Configuration options = options(source);
    StartingPosition.parse(
            source
                .text("starting-position")
                .where(StartingPosition::isValid, StartingPosition.ALLOWED)
                .orElse("trim-horizon"))
        .configure(options);
    // Kinesis cannot tell lost records from none: a quiet stream must not stop for good at its
    // first record after a restart, unless that is asked for.
    options.set(
        KinesisSourceConfigOptions.FAIL_ON_GAP, OnGap.from(source, OnGap.CONTINUE) == OnGap.FAIL);
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

  /** What stands under {@code kinesis.}, held against what the source knows. */
  private static Configuration options(ParameterGroup source) {
    Configuration options = new Configuration();
    Properties given = source.properties(PREFIX);
    given.stringPropertyNames().forEach(key -> options.setString(key, given.getProperty(key)));
    SAID_BY_THE_GROUP.forEach(
        (option, key) -> {
          if (options.containsKey(option)) {
            source.fault(PREFIX + option, "is said by source." + key);
            options.removeKey(option);
          }
        });
    List<String> known = ConfigurationCheck.knownKeys();
    for (ConfigurationCheck.Fault fault : ConfigurationCheck.faults(options)) {
      switch (fault.kind()) {
        case UNKNOWN_KEY -> source.unknownKey(PREFIX, fault.key(), known);
        case BAD_VALUE -> source.badValue(PREFIX + fault.key(), fault.message());
        case MISSING -> source.fault(PREFIX + fault.key(), fault.message());
      }
      // Of what is wrong nothing is read.
      options.removeKey(fault.key());
    }
    return options;
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
