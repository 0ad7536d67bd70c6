package io.millrace.connectors.kafka;

import io.millrace.connectors.config.ParameterGroup;
import io.millrace.decode.DecodeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * The property group {@code source} of a job that reads Kafka.
 *
 * @param clientProperties what {@code source.kafka.*} says, for the Kafka client; may hold secrets
 * @param alignment null when splits may drift apart without bound
 */
public record KafkaSourceConfig(
    String bootstrapServers,
    List<String> topics,
    String groupId,
    StartingOffsets startingOffsets,
    boolean bounded,
    Duration idleTimeout,
    @Nullable Alignment alignment,
    Duration partitionDiscovery,
    DecodeLimits limits,
    Properties clientProperties) {

  /**
   * How far splits may drift apart in event time before the ones ahead wait: bounds the state that
   * a backlog needs.
   *
   * @param updateInterval how often the job compares its splits
   */
  public record Alignment(Duration maxDrift, Duration updateInterval) {}

  private static final Duration ALIGNMENT_UPDATES = Duration.ofMillis(200);

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  public static KafkaSourceConfig from(ParameterGroup source) {
    String startingOffsets =
        source
            .text("starting-offsets")
            .where(StartingOffsets::isValid, StartingOffsets.ALLOWED)
            .orElse("earliest");
    Duration maxDrift =
        source.duration("alignment-max-drift").atLeast(Duration.ZERO).orElse(Duration.ofHours(24));
    return new KafkaSourceConfig(
        source.text("bootstrap-servers").required(),
        source.texts("topic").required(),
        source.text("group-id").required(),
        StartingOffsets.parse(startingOffsets),
        source.flag("bounded").orElse(false),
        source
            .duration("idle-timeout")
            .atLeast(Duration.ofMillis(1))
            .orElse(Duration.ofSeconds(30)),
        maxDrift.isZero() ? null : new Alignment(maxDrift, ALIGNMENT_UPDATES),
        source
            .duration("partition-discovery")
            .atLeast(Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(1)),
        limits(source),
        source.properties("kafka."));
  }

  private static DecodeLimits limits(ParameterGroup source) {
    DecodeLimits byDefault = DecodeLimits.DEFAULTS;
    return new DecodeLimits(
        Math.toIntExact(
            source
                .memorySize("max-record-size")
                .where(
                    size -> size.getBytes() > 0 && size.getBytes() <= Integer.MAX_VALUE,
                    "more than 0 bytes and less than 2 gb")
                .orElse(new MemorySize(byDefault.maxRecordBytes()))
                .getBytes()),
        source.integer("max-depth").atLeast(1).atMost(1000).orElse(byDefault.maxDepth()),
        source.integer("max-number-length").atLeast(20).orElse(byDefault.maxNumberLength()),
        source.integer("max-string-length").atLeast(1).orElse(byDefault.maxStringLength()));
  }
}
