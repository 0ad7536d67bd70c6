package io.millrace.bench.faults;

import io.millrace.local.feed.FeedRecord;
import io.millrace.local.feed.KafkaFeeder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic, by connections of its own that last for one call. */
record Topic(String bootstrapServers, String name) {

  /** What the topic takes. */
  private static final int MOST_BYTES = 16 << 20;

  private static final Duration GONE_WITHIN = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  /** As jobs and ledger name a partition. */
  String split(int partition) {
    return name + "-" + partition;
  }

  /** How many records there have been, those that were deleted among them. */
  long records() throws ExecutionException, InterruptedException {
    return ends().values().stream().mapToLong(end -> end).sum();
  }

  /** The position of each partition's next record. */
  Map<Integer, Long> ends() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(connection())) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get()
          .values()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          partition ->
                              asked.put(
                                  new TopicPartition(name, partition.partition()),
                                  OffsetSpec.latest())));
      Map<Integer, Long> ends = new HashMap<>();
      admin
          .listOffsets(asked)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return ends;
    }
  }

  /** Returns when the broker has all of them; where they are, in the same order. */
  List<Long> send(List<FeedRecord> records) throws ExecutionException, InterruptedException {
    Properties properties = connection();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * MOST_BYTES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (FeedRecord record : records) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    name, record.partition(), record.recordTime(), record.key(), record.value())));
      }
      producer.flush();
      List<Long> positions = new ArrayList<>();
      for (Future<RecordMetadata> one : sent) {
        positions.add(one.get().offset());
      }
      return positions;
    }
  }

  /** Makes partitions until there are so many. */
  void grow(int partitions) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(connection())) {
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /** Deletes all of a partition before this position. */
  void deleteBefore(int partition, long position) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(connection())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(position)))
          .all()
          .get();
    }
  }

  /**
   * Deletes the topic with all its records, and makes one of that name, with as many partitions.
   */
  void remake(int partitions) throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(connection())) {
      admin.deleteTopics(List.of(name)).all().get();
      long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
      while (admin.listTopics().names().get().contains(name)) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("the topic is not gone in " + GONE_WITHIN);
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
    new KafkaFeeder(bootstrapServers, name).createTopic(partitions);
  }

  private Properties connection() {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }
}
