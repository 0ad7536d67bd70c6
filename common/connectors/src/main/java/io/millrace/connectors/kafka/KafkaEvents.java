package io.millrace.connectors.kafka;

import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.progress.LateMarkingSource;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** A Kafka topic as a stream of decoded records, with event time and watermarks per partition. */
public final class KafkaEvents {

  private KafkaEvents() {}

  /**
   * Adds the source to {@code env}. Each record comes out once, as an event, marked if it is late,
   * or as a rejection; none is skipped.
   *
   * @param uid the source's operator uid and name: its offsets are in savepoints under it
   * @param hashKey the key of the keyed hash for restricted fields; null if the contract has none
   */
  public static DataStream<Decoded> attach(
      StreamExecutionEnvironment env,
      KafkaSourceConfig config,
      StreamContract contract,
      byte @Nullable [] hashKey,
      String uid) {
    return env.fromSource(
            new LateMarkingSource<>(
                source(config, contract, hashKey), contract.maxOutOfOrderness()),
            config.eventTime().watermarks(contract, uid),
            uid)
        .uid(uid);
  }

  private static KafkaSource<Decoded> source(
      KafkaSourceConfig config, StreamContract contract, byte @Nullable [] hashKey) {
    KafkaSourceBuilder<Decoded> builder =
        KafkaSource.<Decoded>builder()
            // First, so that what we set below stands.
            .setProperties(config.clientProperties())
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(config.topics())
            .setGroupId(config.groupId())
            .setStartingOffsets(config.startingOffsets())
            .setProperty(
                "partition.discovery.interval.ms",
                Long.toString(config.partitionDiscovery().toMillis()))
            .setDeserializer(new ContractDeserializer(contract, config.limits(), hashKey));
    if (!config.clientProperties().containsKey(ConsumerConfig.ISOLATION_LEVEL_CONFIG)) {
      // What an aborted transaction wrote was never there; Kafka's own default would read it.
      builder.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }
    if (config.bounded()) {
      builder.setBounded(StartingOffsets.parse("latest"));
    }
    return builder.build();
  }
}
