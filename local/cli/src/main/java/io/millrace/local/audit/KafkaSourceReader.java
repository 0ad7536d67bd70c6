package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kafka topics' offsets and, where asked, its records; commits nothing. A split is named
 * {@code topic-partition}. Not thread-safe.
 */
public final class KafkaSourceReader implements OffsetReader {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final List<String> topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final boolean compacted;

  private KafkaSourceReader(
      List<String> topics, KafkaConsumer<byte[], byte[]> consumer, boolean compacted) {
    this.topics = topics;
    this.consumer = consumer;
    this.compacted = compacted;
  }

  /**
   * Connects to the brokers.
   *
   * @param connection the client's properties, {@code bootstrap.servers} among them, and {@code
   *     isolation.level} where the job has another than {@code read_committed}: what an aborted
   *     transaction wrote counts only for those who read it
   * @throws KafkaException if the brokers or the topic are not there
   */
  public static KafkaSourceReader open(List<String> topics, Properties connection) {
    Properties properties = new Properties();
    // As the job reads, unless its configuration says otherwise.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.putAll(connection);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    boolean compacted = topics.stream().anyMatch(topic -> isCompacted(topic, connection));
    return new KafkaSourceReader(
        topics,
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        compacted);
  }

  @Override
  public List<String> splits() {
    List<String> splits = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(partition -> splits.add(topic + "-" + partition.partition()));
    }
    return splits;
  }

  @Override
  public Held held(String split) {
    TopicPartition partition = partition(split);
    if (partition == null) {
      return Held.NONE;
    }
    Set<TopicPartition> one = Set.of(partition);
    return new Held(
        consumer.beginningOffsets(one).getOrDefault(partition, 0L),
        consumer.endOffsets(one).getOrDefault(partition, 0L),
        compacted);
  }

  @Override
  public long count(String split, Range range) {
    TopicPartition partition = partition(split);
    if (partition == null) {
      return 0;
    }
    consumer.assign(Set.of(partition));
    consumer.seek(partition, range.first().longValueExact());
    long last = range.last().longValueExact();
    long records = 0;
    while (consumer.position(partition) <= last) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() > last) {
          return records;
        }
        records++;
      }
    }
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Null for a split that is none of these topics'. */
  private @Nullable TopicPartition partition(String split) {
    for (String topic : topics) {
      for (PartitionInfo known : consumer.partitionsFor(topic)) {
        if (split.equals(topic + "-" + known.partition())) {
          return new TopicPartition(topic, known.partition());
        }
      }
    }
    return null;
  }

  private static boolean isCompacted(String topic, Properties connection) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(connection)) {
      Config config =
          admin.describeConfigs(Set.of(resource)).all().get().values().iterator().next();
      String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
      return policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    } catch (ExecutionException e) {
      throw new KafkaException("topic " + topic + " cannot be described", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
