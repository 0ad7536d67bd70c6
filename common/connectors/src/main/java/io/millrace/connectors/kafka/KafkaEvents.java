package io.millrace.connectors.kafka;

import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.progress.LateMarkingSource;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A Kafka topic as a stream of decoded records, with event time and watermarks per partition. */
public final class KafkaEvents {

  private KafkaEvents() {}

  /**
   * Adds the source to {@code env}. Each record comes out once, as an event, marked if it is late,
   * or as a rejection; none is skipped in silence ({@code on-gap}).
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

  private static GapNamingSource source(
      KafkaSourceConfig config, StreamContract contract, byte @Nullable [] hashKey) {
    ContractDeserializer deserializer =
        new ContractDeserializer(contract, config.limits(), hashKey);
    Properties properties = properties(config);
    KafkaSourceBuilder<Decoded> builder =
        KafkaSource.<Decoded>builder()
            .setProperties(properties)
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(config.topics())
            .setGroupId(config.groupId())
            .setStartingOffsets(config.startingOffsets())
            .setDeserializer(deserializer);
    if (config.bounded()) {
      builder.setBounded(StartingOffsets.parse("latest"));
    }
    return new GapNamingSource(
        builder.build(), deserializer, properties, contract.name(), config.onGap());
  }

  /** All that a reader's client needs. */
  private static Properties properties(KafkaSourceConfig config) {
    Properties properties = new Properties();
    // What an aborted transaction wrote was never there; Kafka's own default would read it.
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.putAll(config.clientProperties());
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // An offset that the broker does not have is ours to see.
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.setProperty(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.putIfAbsent(KafkaSourceOptions.CLIENT_ID_PREFIX.key(), config.groupId());
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        Long.toString(config.partitionDiscovery().toMillis()));
    return properties;
  }
}
