package io.millrace.local.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.audit.LedgerRow.Range;
import io.millrace.local.audit.OffsetReader.Held;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker says of topics with gaps. */
class KafkaSourceReaderIT {

  @TempDir static Path folder;
  private static Platform platform;

  @BeforeAll
  static void start() {
    platform = Platform.start(PlatformSettings.in(folder).only(Service.BROKER));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void transactionMarkersAndAbortedRecordsAreNoRecords() throws Exception {
    new KafkaFeeder(servers(), "paid").createTopic(1);
    Properties transactional = connection();
    transactional.put("transactional.id", "t");
    try (KafkaProducer<byte[], byte[]> producer = producer(transactional)) {
      producer.initTransactions();
      send(producer, "paid", 3, true); // 0 to 2, a marker at 3
      send(producer, "paid", 2, false); // 4 and 5, a marker at 6
      send(producer, "paid", 1, true); // 7, a marker at 8
    }
    Properties everything = connection();
    everything.put("isolation.level", "read_uncommitted");
    try (KafkaSourceReader source = KafkaSourceReader.open(List.of("paid"), everything)) {
      assertThat(source.splits()).containsExactly("paid-0");
      assertThat(source.held("paid-0")).isEqualTo(new Held(0, 9, false));
      assertThat(source.count("paid-0", new Range(0, 8))).isEqualTo(6);
      assertThat(source.count("paid-0", new Range(3, 3))).isZero();
      assertThat(source.count("paid-0", new Range(8, 8))).isZero();
      assertThat(source.count("paid-0", new Range(4, 7))).isEqualTo(3);
    }
    // As the job reads by default.
    try (KafkaSourceReader source = KafkaSourceReader.open(List.of("paid"), connection())) {
      assertThat(source.count("paid-0", new Range(0, 8))).isEqualTo(4);
      assertThat(source.count("paid-0", new Range(4, 6))).isZero();
    }
  }

  @Test
  void deletedRecordsMoveTheBeginning() throws Exception {
    new KafkaFeeder(servers(), "old").createTopic(2);
    try (KafkaProducer<byte[], byte[]> producer = producer(connection());
        Admin admin = Admin.create(connection())) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("old", 1, null, "x".getBytes(UTF_8))).get();
      }
      admin
          .deleteRecords(Map.of(new TopicPartition("old", 1), RecordsToDelete.beforeOffset(4)))
          .all()
          .get();
    }
    try (KafkaSourceReader source = KafkaSourceReader.open(List.of("old"), connection())) {
      assertThat(source.held("old-1")).isEqualTo(new Held(4, 10, false));
      assertThat(source.held("old-0")).isEqualTo(new Held(0, 0, false));
      assertThat(source.held("old-7")).as("no such partition").isEqualTo(Held.NONE);
      assertThat(source.held("new-1")).as("of another topic").isEqualTo(Held.NONE);
    }
  }

  @Test
  void compactionIsKnown() throws Exception {
    try (Admin admin = Admin.create(connection())) {
      admin
          .createTopics(
              Set.of(
                  new NewTopic("latest", 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
    try (KafkaSourceReader source = KafkaSourceReader.open(List.of("latest"), connection())) {
      assertThat(source.held("latest-0").compacted()).isTrue();
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int records, boolean commit) {
    producer.beginTransaction();
    for (int i = 0; i < records; i++) {
      var unused = producer.send(new ProducerRecord<>(topic, 0, null, "x".getBytes(UTF_8)));
    }
    producer.flush();
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Properties properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Properties connection() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", servers());
    return properties;
  }

  private static String servers() {
    return platform.broker().bootstrapServers();
  }
}
