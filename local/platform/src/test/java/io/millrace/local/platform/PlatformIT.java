package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Each part of a running platform does its work. */
class PlatformIT {

  private static Platform platform;
  private static Duration workOfStart;

  @BeforeAll
  static void start() throws IOException {
    platform =
        Platform.start(
            PlatformSettings.in(StateFolders.fresh("platform"))
                .with(Service.KINESIS)
                .with(Service.ZOOKEEPER));
    workOfStart = Duration.ZERO;
    for (ProcessHandle process : PlatformProcesses.of(platform.folder())) {
      workOfStart = workOfStart.plus(process.info().totalCpuDuration().orElse(Duration.ZERO));
    }
    System.out.println("Started: " + platform.startTimes() + ", CPU " + workOfStart);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  /**
   * Measured as work, which other load on the machine does not change: on two cores at least half
   * of it in time.
   */
  @Test
  void startsWithLittleWork() {
    assertThat(platform.startTimes().keySet()).isEqualTo(Set.of(Service.values()));
    assertThat(workOfStart).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void interruptOfTheTerminalIsLeftToThisProcess() throws Exception {
    List<JavaProcess> processes =
        List.of(
            platform.broker().process(),
            platform.kinesis().process(),
            platform.objectStore().process(),
            platform.database().process(),
            platform.flink().jobManager(),
            platform.flink().taskManagers().get(0));
    for (JavaProcess process : processes) {
      new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    }

    assertThat(Sql.single(platform.database(), "SELECT 'still there'")).isEqualTo("still there");
    assertThat(platform.flink().rest().taskManagers()).containsExactly("taskmanager-1");
    platform.ensureRunning();
  }

  @Test
  void brokerKeepsRecordsOfAnyAge() throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", platform.broker().bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      long longAgo = 1;
      long farAhead = Long.MAX_VALUE / 2;
      producer.send(new ProducerRecord<>("orders", 1, longAgo, "k", "old")).get();
      producer.send(new ProducerRecord<>("orders", 1, farAhead, "k", "new")).get();
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("orders", 1);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      while (values.size() < 2) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(10));
        records.forEach(record -> values.add(record.value()));
      }
      assertThat(values).containsExactly("old", "new");
    }
  }

  @Test
  void objectsArePlainFiles() throws Exception {
    S3Requests requests = new S3Requests(platform.objectStore());

    assertThat(requests.put("lake/orders/event_hour=07/part-1.parquet", "rows").statusCode())
        .isEqualTo(200);

    assertThat(requests.fetch("lake/orders/event_hour=07/part-1.parquet").body()).isEqualTo("rows");
    Path file = platform.lakeFolder().resolve("orders/event_hour=07/part-1.parquet");
    assertThat(Files.readString(file)).isEqualTo("rows");
    assertThat(requests.fetchUnsigned("lake/orders/event_hour=07/part-1.parquet").statusCode())
        .isEqualTo(403);
  }

  @Test
  void databaseIsDurableAndAsksForThePassword() throws Exception {
    Database database = platform.database();
    Sql.execute(database, "CREATE TABLE t AS SELECT 41 AS a UNION ALL SELECT 1");
    assertThat(Sql.single(database, "SELECT sum(a) FROM t")).isEqualTo("42");
    assertThat(Sql.single(database, "SHOW fsync")).isEqualTo("on");
    assertThat(Sql.single(database, "SHOW synchronous_commit")).isEqualTo("on");
    String invalidPassword = "28P01";
    assertThat(Sql.login(database, database.user(), "guess")).isEqualTo(invalidPassword);
    assertThat(Sql.login(database, "postgres", "guess")).isEqualTo(invalidPassword);
  }

  @Test
  void kinesisAnswers() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(platform.kinesis().endpoint())
                    .header("x-amz-target", "Kinesis_20131202.ListStreams")
                    .header("content-type", "application/x-amz-json-1.1")
                    .POST(BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"StreamNames\":[]");
  }

  @Test
  void flinkHasItsSlots() throws Exception {
    assertThat(platform.flink().rest().overview()).isEqualTo(new ClusterOverview(1, 2, 2));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingListensBeyondLoopback() throws Exception {
    List<Long> pids =
        PlatformProcesses.of(platform.folder()).stream().map(ProcessHandle::pid).toList();

    List<String> addresses = Sockets.listening(pids);

    // Broker and controller, Kinesis, S3, PostgreSQL, and at least four of Flink's.
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(9).allMatch(Sockets::isLoopback);
  }
}
