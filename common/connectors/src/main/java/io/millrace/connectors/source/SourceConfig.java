package io.millrace.connectors.source;

import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.kafka.KafkaSourceConfig;
import io.millrace.connectors.kinesis.KinesisSourceConfig;
import io.millrace.connectors.parquet.PositionColumn;
import java.util.List;

/** The property group {@code source}: which service a job reads, and how. */
public sealed interface SourceConfig {

  /** How the service's positions are filed in the lake. */
  PositionColumn positions();

  /** {@code source.type=kafka}. */
  record Kafka(KafkaSourceConfig config) implements SourceConfig {

    @Override
    public PositionColumn positions() {
      return PositionColumn.NUMBER;
    }
  }

  /** {@code source.type=kinesis}. */
  record Kinesis(KinesisSourceConfig config) implements SourceConfig {

    @Override
    public PositionColumn positions() {
      return PositionColumn.TEXT;
    }
  }

  /** Reads the group; faults are noted in it and reported by {@code Parameters.check}. */
  static SourceConfig from(ParameterGroup source) {
    String type =
        source
            .text("type")
            .where(List.of("kafka", "kinesis")::contains, "kafka or kinesis")
            .required();
    return type.equals("kinesis")
        ? new Kinesis(KinesisSourceConfig.from(source))
        : new Kafka(KafkaSourceConfig.from(source));
  }
}
