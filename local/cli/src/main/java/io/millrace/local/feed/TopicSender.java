package io.millrace.local.feed;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to a Kafka topic, partitioned as Kafka's own producer does: by the key's hash, or
 * without a key a batch here and a batch there. Use it from one thread.
 */
public final class TopicSender implements AutoCloseable {

  /** How long to wait for a broker that may not be there. */
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final String brokers;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Acknowledged acknowledged = new Acknowledged();

  private TopicSender(String brokers, String topic) {
    this.brokers = brokers;
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            KafkaFeeder.sending(connection(brokers)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * What a partition took.
   *
   * @param first the least offset
   * @param last the greatest one; others' records may lie between
   */
  public record Sent(long records, long first, long last) {

    Sent and(long offset) {
      return new Sent(records + 1, Math.min(first, offset), Math.max(last, offset));
    }
  }

  /**
   * How many partitions a topic has; 0 if there is no such topic.
   *
   * @throws FeedException if no broker answers, or none could have a topic of this name
   */
  public static int partitions(String brokers, String topic) {
    try (Admin admin = admin(brokers)) {
      return admin
          .describeTopics(Set.of(topic))
          .allTopicNames()
          .get()
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw failure(brokers, topic, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Makes a topic that keeps all it is sent, however old, in records of up to 16 MiB. One that
   * somebody else has made meanwhile is left as it is.
   *
   * @throws FeedException if the broker does not make it
   */
  public static void create(String brokers, String topic, int partitions) {
    try (Admin admin = admin(brokers)) {
      admin.createTopics(Set.of(KafkaFeeder.newTopic(topic, partitions))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw failure(brokers, topic, e);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** To a topic that is there. */
  public static TopicSender open(String brokers, String topic) {
    return new TopicSender(brokers, topic);
  }

  /**
   * Hands a record over; it is on its way when this returns, not yet there.
   *
   * @throws FeedException if the broker has refused one before
   */
  public void send(byte @Nullable [] key, byte[] value) {
    send(new ProducerRecord<>(topic, null, key, value));
  }

  /** The same without a key, to a partition of the caller's choice. */
  public void send(int partition, byte[] value) {
    send(new ProducerRecord<>(topic, partition, null, value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    acknowledged.check();
    // The callback has what the future would tell.
    var unused = producer.send(record, acknowledged::complete);
  }

  /**
   * Waits until the broker has all that was sent. By partition.
   *
   * @throws FeedException if it refuses one
   */
  public Map<Integer, Sent> finish() {
    producer.flush();
    acknowledged.check();
    return acknowledged.byPartition();
  }

  /** How many records the broker has so far. */
  public long acknowledged() {
    return acknowledged.byPartition().values().stream().mapToLong(Sent::records).sum();
  }

  @Override
  public void close() {
    producer.close();
  }

  @Override
  public String toString() {
    return "topic " + topic + " on " + brokers;
  }

  /** Filled by the producer's own thread. */
  private static final class Acknowledged {
    private final Map<Integer, Sent> byPartition = new TreeMap<>();
    private @Nullable Exception failure;

    synchronized void complete(@Nullable RecordMetadata place, @Nullable Exception refusal) {
      if (refusal != null) {
        failure = failure == null ? refusal : failure;
      } else if (place != null) {
        long offset = place.offset();
        byPartition.merge(
            place.partition(), new Sent(1, offset, offset), (sent, one) -> sent.and(offset));
      }
    }

    synchronized void check() {
      if (failure != null) {
        throw new FeedException("the broker refused a record: " + failure.getMessage(), failure);
      }
    }

    synchronized Map<Integer, Sent> byPartition() {
      return new TreeMap<>(byPartition);
    }
  }

  private static Admin admin(String brokers) {
    Properties properties = connection(brokers);
    String millis = Long.toString(CONNECT.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try {
      return Admin.create(properties);
    } catch (KafkaException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new FeedException("brokers " + brokers + ": " + why, e);
    }
  }

  private static FeedException failure(String brokers, String topic, ExecutionException failed) {
    Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
    if (cause instanceof TimeoutException) {
      return new FeedException(
          "no broker answers at %s (waited %d s)".formatted(brokers, CONNECT.toSeconds()), cause);
    }
    if (cause instanceof InvalidTopicException) {
      return new FeedException(
          "no topic can be called " + topic + ": " + cause.getMessage(), cause);
    }
    return new FeedException(
        "topic %s on %s: %s".formatted(topic, brokers, cause.getMessage()), cause);
  }

  private static FeedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new FeedException("interrupted", e);
  }

  private static Properties connection(String brokers) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    return properties;
  }
}
