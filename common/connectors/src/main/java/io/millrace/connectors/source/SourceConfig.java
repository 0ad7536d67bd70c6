package io.millrace.connectors.source;

import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.kafka.KafkaSourceConfig;

/** The property group {@code source}: which service a job reads, and how. */
public sealed interface SourceConfig {

  /** {@code source.type=kafka}. */
  record Kafka(KafkaSourceConfig config) implements SourceConfig {}

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  static SourceConfig from(ParameterGroup source) {
    source.text("type").where("kafka"::equals, "kafka").required();
    return new Kafka(KafkaSourceConfig.from(source));
  }
}
