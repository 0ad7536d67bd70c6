package io.millrace.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobStart;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A topic that no longer has what a job has not read: never skipped in silence. The job stops and
 * says what is missing, or goes on and its ledger says so.
 */
class KafkaGapIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final Path CONTRACT = HOME.resolve("schemas/storefront.odcs.yaml");
  private static final Path LAKE_JOB = HOME.resolve("jobs/lake/target/millrace-lake-0.1.0.jar");
  private static final String TOPIC = "storefront";

  private final Path folder = Path.of("target", "gap-" + System.nanoTime()).toAbsolutePath();
  private final DemoState state = new DemoState("storefront", TOPIC, "lake", null);
  private Platform platform;
  private String jar;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder);
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(1, 1)
                        .withLogging("flink-conf/cluster/log4j-console.properties")
                        .with("parallelism.default", "1")
                        .withCheckpointInterval(Duration.ofSeconds(1))));
    jar = flink().upload(LAKE_JOB);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void namesExpiredOffsetsAndARemadeTopic() throws Exception {
    new KafkaFeeder(servers(), TOPIC).createTopic(1);
    send(10); // 0 to 9
    String savepoint = readUpTo(10, Optional.empty());
    send(20); // 10 to 29
    deleteRecordsBefore(25);

    String failing = run(Optional.of(savepoint), "fail");
    String failure = awaitFailure(failing);
    flink().cancel(failing);
    flink().awaitState(failing, LIMIT, JobState.CANCELED, JobState.FAILED);

    assertThat(failure)
        .contains("topic storefront, partition 0", "offsets 10 to 24", "source.on-gap=continue");
    assertThat(consumed()).isEqualTo(10);
    assertThat(gaps()).isEmpty();

    savepoint = readUpTo(15, Optional.of(savepoint)); // 25 to 29

    assertThat(gaps()).containsExactly("storefront-0 10 24 25");

    remakeTopic();
    send(3); // 0 to 2
    readUpTo(18, Optional.of(savepoint));

    assertThat(gaps()).containsExactly("storefront-0 10 24 25", "storefront-0 30 null 0");
    assertThat(consumed()).isEqualTo(18);

    eachGapIsLoggedWithJobStreamAndSplit();
  }

  /** As JSON, by the very layout of {@code flink-conf/cluster}. */
  private void eachGapIsLoggedWithJobStreamAndSplit() throws IOException {
    List<String> levels = new ArrayList<>();
    for (String line : Files.readAllLines(platform.flink().taskManagers().get(0).output())) {
      JsonNode entry = new ObjectMapper().readTree(line);
      if (entry.has("split")) {
        if (line.contains("which have not been read")) {
          levels.add(entry.path("log.level").asText());
        }
        assertThat(entry.path("job").asText()).isEqualTo("lake");
        assertThat(entry.path("stream").asText()).isEqualTo("storefront");
        assertThat(entry.path("split").asText()).isEqualTo("storefront-0");
      }
    }
    assertThat(levels).as("those that failed the job").contains("ERROR");
    assertThat(levels).as("those that were gone on behind").filteredOn("WARN"::equals).hasSize(2);
  }

  /** Reads, going on behind gaps, until so many records are committed, and stops. */
  private String readUpTo(long records, Optional<String> savepoint) throws Exception {
    String job = run(savepoint, "continue");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumed() < records) {
      assertThat(flink().exceptions(job)).isEmpty();
      assertThat(System.nanoTime()).as("waited for %s records", records).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    String stopped = flink().stopWithSavepoint(job, LIMIT);
    flink().awaitState(job, LIMIT, JobState.FINISHED);
    return stopped;
  }

  private String awaitFailure(String job) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (flink().exceptions(job).isEmpty()) {
      assertThat(System.nanoTime()).as("waited for the failure").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return flink().fetch("/jobs/" + job + "/exceptions").toString();
  }

  private String run(Optional<String> savepoint, String onGap) throws IOException {
    List<String> arguments =
        List.of("--config", configuration().toString(), "--source.on-gap=" + onGap);
    JobStart start = new JobStart(arguments);
    return flink().run(jar, savepoint.map(start::restoredFrom).orElse(start));
  }

  private Path configuration() throws IOException {
    return JobConfiguration.of(state, CONTRACT, platform).writeTo(folder.resolve("job.json"));
  }

  private void send(int records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(connection(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(TOPIC, 0, null, "no event".getBytes(UTF_8))).get();
      }
    }
  }

  private void deleteRecordsBefore(long offset) throws Exception {
    try (Admin admin = Admin.create(connection())) {
      admin
          .deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private void remakeTopic() throws Exception {
    try (Admin admin = Admin.create(connection())) {
      admin.deleteTopics(List.of(TOPIC)).all().get();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (admin.listTopics().names().get().contains(TOPIC)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    new KafkaFeeder(servers(), TOPIC).createTopic(1);
  }

  private List<String> gaps() throws SQLException {
    List<String> gaps = new ArrayList<>();
    try (Connection database = connect();
        var statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT split, first_position, last_position, next_position FROM ledger_gap"
                    + " ORDER BY first_position")) {
      while (rows.next()) {
        gaps.add(
            "%s %s %s %s"
                .formatted(
                    rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
    }
    return gaps;
  }

  private long consumed() throws SQLException {
    try (Connection database = connect()) {
      return new LedgerReader(database, state.job(), state.stream()).totals().consumed();
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", platform.database().user());
    properties.setProperty("password", platform.database().password());
    properties.setProperty("connectTimeout", "120");
    return DriverManager.getConnection(platform.database().jdbcUrl(), properties);
  }

  private FlinkRest flink() {
    return platform.flink().rest();
  }

  private String servers() {
    return platform.broker().bootstrapServers();
  }

  private Properties connection() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", servers());
    return properties;
  }
}
