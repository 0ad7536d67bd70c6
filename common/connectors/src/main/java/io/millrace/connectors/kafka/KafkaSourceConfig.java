package io.millrace.connectors.kafka;

import io.millrace.connectors.config.DecodeLimitsConfig;
import io.millrace.connectors.config.EventTimeConfig;
import io.millrace.connectors.config.OnGap;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.decode.DecodeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * The property group {@code source} of a job that reads Kafka.
 *
 * @param clientProperties what {@code source.kafka.*} says, for the Kafka client; may hold secrets
 */
public record KafkaSourceConfig(
    String bootstrapServers,
    List<String> topics,
    String groupId,
    StartingOffsets startingOffsets,
    boolean bounded,
    EventTimeConfig eventTime,
    Duration partitionDiscovery,
    DecodeLimits limits,
    OnGap onGap,
    Properties clientProperties) {

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  public static KafkaSourceConfig from(ParameterGroup source) {
    String startingOffsets =
        source
            .text("starting-offsets")
            .where(StartingOffsets::isValid, StartingOffsets.ALLOWED)
            .orElse("earliest");
    return new KafkaSourceConfig(
        source
            .text("bootstrap-servers")
            .where(servers -> servers.indexOf('@') < 0, "host:port, without a user")
            .required(),
        source.texts("topic").required(),
        source.text("group-id").required(),
        StartingOffsets.parse(startingOffsets),
        source.flag("bounded").orElse(false),
        EventTimeConfig.from(source),
        source
            .duration("partition-discovery")
            .atLeast(Duration.ofSeconds(1))
            .orElse(Duration.ofMinutes(1)),
        DecodeLimitsConfig.from(source),
        OnGap.from(source, OnGap.FAIL),
        KafkaClientProperties.from(source));
  }

  /** Without the client's properties, of which some are secrets. */
  @Override
  public String toString() {
    return "KafkaSourceConfig[%s, topics=%s, group=%s, bounded=%s, kafka.*=%s]"
        .formatted(bootstrapServers, topics, groupId, bounded, clientProperties.keySet());
  }
}
