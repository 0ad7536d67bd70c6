package io.millrace.local.feed;

import io.millrace.event.SourceRecord.Header;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a feed to a Kafka topic, each record once, to its partition, with its own timestamp. */
public final class KafkaFeeder implements Feeder {

  private static final int MOST_BYTES = LineReader.MAX_LINE_BYTES + (1 << 20);

  private final String bootstrapServers;
  private final String topic;
  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();

  public KafkaFeeder(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  @Override
  public void create(int partitions) throws IOException, InterruptedException {
    try {
      createTopic(partitions);
    } catch (ExecutionException e) {
      throw new IOException("the topic " + topic + " cannot be created", e);
    }
  }

  /**
   * Creates the topic so that it keeps what is sent: any age, any timestamp, records of up to 16
   * MiB. Returns when the broker leads each partition: a producer's first batches must not be
   * refused, for if the second one is taken the first never is (KAFKA-15591), and on a busy machine
   * that happens.
   */
  public void createTopic(int partitions) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> all = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    try (Admin admin = Admin.create(connection())) {
      admin.createTopics(Set.of(newTopic(topic, partitions))).all().get();
      // Only a leader answers; the client asks until it does.
      admin.listOffsets(all).all().get();
    }
  }

  /** With as many replicas as the broker gives a topic by default. */
  static NewTopic newTopic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty())
        .configs(
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MOST_BYTES),
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE)));
  }

  @Override
  public void send(Feed feed) {
    Properties properties = sending(connection());
    // The machine may be busy with everything else that runs on it.
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Long.toString(Duration.ofMinutes(15).toMillis()));
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      feed.forEach(
          record -> {
            check(failure);
            // The callback has what the future would tell.
            var unused =
                producer.send(
                    toKafka(record),
                    (metadata, exception) -> {
                      if (exception == null) {
                        acknowledged.increment();
                      } else {
                        failure.compareAndSet(null, exception);
                      }
                    });
            sent.increment();
          });
      producer.flush();
    }
    check(failure);
  }

  /** Adds what a producer needs for records as large as the topics here take. */
  static Properties sending(Properties properties) {
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MOST_BYTES));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(4 * MOST_BYTES));
    return properties;
  }

  /** How many records have been handed to the producer so far. */
  @Override
  public long sent() {
    return sent.sum();
  }

  /** How many of them the broker has for sure. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  private ProducerRecord<byte[], byte[]> toKafka(FeedRecord record) {
    ProducerRecord<byte[], byte[]> toSend =
        new ProducerRecord<>(
            topic, record.partition(), record.recordTime(), record.key(), record.value());
    for (Header header : record.headers()) {
      toSend.headers().add(header.name(), header.value());
    }
    return toSend;
  }

  private static void check(AtomicReference<Exception> failure) {
    Exception cause = failure.get();
    if (cause != null) {
      throw new FeedException("the broker refused a record: " + cause.getMessage(), cause);
    }
  }

  private Properties connection() {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }
}
