package io.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobStart;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Kinesis;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import io.millrace.local.query.LakeDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The lake job reads a Kinesis stream of 8 shards that is split three times and merged twice
 * meanwhile, on separate processes; a TaskManager is killed (SIGKILL), and a savepoint is restored
 * at another parallelism. Each record is in the lake once, each key's records in order.
 */
@Tag("long")
class KinesisReshardingIT {

  private static final long RECORDS = 1_000_000;
  private static final long BEFORE_SAVEPOINT = RECORDS * 8 / 10;
  private static final int KEYS = 1_000;
  private static final int SECONDS = 15;
  private static final int PARALLELISM = 3;
  private static final int RESTORED_PARALLELISM = 4;
  private static final int SHARDS = 8;
  private static final int SHARDS_IN_ALL = SHARDS + 3 * 2 + 2;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final Path CONTRACT =
      HOME.resolve("local/cli/src/test/resources/ordered.odcs.yaml");
  private static final Path LAKE_JOB = HOME.resolve("jobs/lake/target/millrace-lake-0.1.0.jar");

  private final Path folder = Path.of("target", "reshard-" + System.nanoTime()).toAbsolutePath();
  private final CompletableFuture<Void> killed = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final LakeDatabase duckdb;
  private Platform platform;
  private FlinkRest flink;
  private String jobId;

  /** A lake's own views fail when a file vanishes while they are made: none are. */
  KinesisReshardingIT() throws Exception {
    duckdb = LakeDatabase.open(folder.resolve("no-lake"));
  }

  @AfterEach
  void stop() throws Exception {
    killed.cancel(true);
    stopped.cancel(true);
    duckdb.close();
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void eachRecordIsInTheLakeOnceAndEachKeysInOrder() throws Exception {
    start();
    NumberedStream stream =
        new NumberedStream(platform.kinesis().endpoint(), KEYS, RECORDS / SECONDS);
    Path configuration = configuration(stream.create(SHARDS));
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(stream));
    String jar = flink.upload(LAKE_JOB);
    JobStart job = new JobStart(List.of("--config", configuration.toString()));

    jobId = flink.run(jar, job.withParallelism(PARALLELISM));
    await(() -> writers().size() == PARALLELISM && written() > RECORDS / 5);
    platform.flink().taskManagers().get(0).kill();
    killed.complete(null);
    Set<String> first = writers();
    platform.flink().startTaskManager();
    // Flink refuses a savepoint of union state for which some sources stopped in the middle of
    // their
    // records and others were idle: here all have read what there is.
    await(() -> written() == BEFORE_SAVEPOINT);
    assertThat(flink.checkpoints(jobId).restored()).as("recoveries").isPositive();
    String savepoint = flink.stopWithSavepoint(jobId, LIMIT);
    flink.awaitState(jobId, LIMIT, JobState.FINISHED);
    stopped.complete(null);
    Set<String> second = new HashSet<>(writers());
    second.removeAll(first);
    jobId = flink.run(jar, job.withParallelism(RESTORED_PARALLELISM).restoredFrom(savepoint));
    await(() -> written() >= RECORDS);
    feeding.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    flink.stopWithSavepoint(jobId, LIMIT);
    flink.awaitState(jobId, LIMIT, JobState.FINISHED);

    duckdb.query(rows(first, second));
    assertEachOnce();
    assertInOrder();
  }

  /**
   * Each shard that ends has had records, and each that begins gets some. One merge comes behind
   * the kill, and one split behind the savepoint.
   */
  private void feed(NumberedStream stream) {
    stream.writeUpTo(RECORDS / 10);
    stream.splitWidest();
    stream.writeUpTo(RECORDS * 2 / 10);
    stream.mergeLowest();
    stream.writeUpTo(RECORDS * 4 / 10);
    stream.splitWidest();
    stream.writeUpTo(RECORDS * 5 / 10);
    killed.join();
    stream.mergeLowest();
    stream.writeUpTo(BEFORE_SAVEPOINT);
    stopped.join();
    stream.splitWidest();
    stream.writeUpTo(RECORDS);
  }

  /** The lake's rows with who wrote them, in which of the three runs, and in which order. */
  private String rows(Set<String> first, Set<String> second) {
    return """
        CREATE TABLE rows AS
        SELECT key, seq, _split AS split, split_part(_position, ':', 1) AS position, writer,
               CASE WHEN writer IN (%s) THEN 1 WHEN writer IN (%s) THEN 2 ELSE 3 END AS run,
               file * 1000000000 + file_row_number AS place
        FROM (SELECT *, regexp_extract(filename, 'part-(.{36})-[0-9]+', 1) AS writer,
                     regexp_extract(filename, 'part-.{36}-([0-9]+)', 1)::BIGINT AS file
              FROM (SELECT * FROM read_parquet(%s, filename = true, file_row_number = true)))
        """
        .formatted(literals(first), literals(second), files());
  }

  private void assertEachOnce() throws Exception {
    assertThat(number("SELECT count(*) FROM rows")).isEqualTo(RECORDS);
    assertThat(number("SELECT count(DISTINCT key) FROM rows")).isEqualTo(KEYS);
    assertThat(
            number(
                """
                SELECT count(*) FROM (
                  SELECT key FROM rows GROUP BY key
                  HAVING count(*) <> %1$d OR count(DISTINCT seq) <> %1$d OR max(seq) <> %1$d - 1)
                """
                    .formatted(RECORDS / KEYS)))
        .as("keys with a record that is not there, or there twice")
        .isZero();
    assertThat(number("SELECT count(DISTINCT split) FROM rows"))
        .as("shards that were read")
        .isEqualTo(SHARDS_IN_ALL);
  }

  private void assertInOrder() throws Exception {
    assertThat(outOfOrder("writer, key", "place"))
        .as("rows behind a later one of their key, in all that a writer has written")
        .isZero();
    assertThat(outOfOrder("split, key", "length(position), position"))
        .as("rows whose position in their shard says otherwise")
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM (
                  SELECT min(seq) AS first,
                         lag(max(seq)) OVER (PARTITION BY key ORDER BY run) AS before
                  FROM rows GROUP BY key, run)
                WHERE before >= first
                """))
        .as("keys of which a run has written something earlier than the run before it")
        .isZero();
    assertThat(number("SELECT count(DISTINCT run) FROM rows")).isEqualTo(3);
  }

  private long outOfOrder(String within, String order) throws Exception {
    return number(
        """
        SELECT count(*) FROM (
          SELECT seq, lag(seq) OVER (PARTITION BY %s ORDER BY %s) AS before FROM rows)
        WHERE before >= seq
        """
            .formatted(within, order));
  }

  private void start() throws IOException {
    Files.createDirectories(folder);
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .only(Service.KINESIS, Service.OBJECT_STORE, Service.DATABASE, Service.FLINK)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(2, 2)
                        .withCheckpointInterval(Duration.ofSeconds(1))));
    flink = platform.flink().rest();
  }

  private Path configuration(String arn) throws IOException {
    List<Map<String, Object>> groups =
        List.of(
            group("job", Map.of("contract", CONTRACT.toString())),
            group(
                "source",
                Map.of(
                    "type", "kinesis",
                    "stream-arn", arn,
                    "kinesis.aws.endpoint", platform.kinesis().endpoint().toString(),
                    "kinesis.aws.region", Kinesis.REGION,
                    "kinesis.aws.credentials.provider", "BASIC",
                    "kinesis.aws.credentials.provider.basic.accesskeyid", "any",
                    "kinesis.aws.credentials.provider.basic.secretkey", "thing")),
            group("lake", Map.of("path", platform.lakeUri())),
            group(
                "jdbc",
                Map.of(
                    "url", platform.database().jdbcUrl(),
                    "user", platform.database().user(),
                    "password", "${file:" + platform.database().passwordFile() + "}")));
    Path file = folder.resolve("lake-job.json");
    new ObjectMapper().writeValue(file.toFile(), groups);
    return file;
  }

  private static Map<String, Object> group(String name, Map<String, String> values) {
    return Map.of("PropertyGroupId", name, "PropertyMap", values);
  }

  /** Rows of the visible files. */
  private long written() throws Exception {
    return writers().isEmpty() ? 0 : number("SELECT count(*) FROM read_parquet(" + files() + ")");
  }

  /** Whose files are visible. A writer of another run has another name. */
  private Set<String> writers() throws Exception {
    return duckdb
        .query(
            "SELECT DISTINCT regexp_extract(file, 'part-(.{36})-[0-9]+', 1) FROM glob("
                + files()
                + ")")
        .rows()
        .stream()
        .map(row -> (String) row.get(0))
        .collect(Collectors.toSet());
  }

  private String files() {
    return LakeDatabase.literal(
        platform.lakeFolder().resolve(NumberedStream.NAME) + "/**/*.parquet");
  }

  private static String literals(Set<String> values) {
    return values.stream().map(LakeDatabase::literal).collect(Collectors.joining(", "));
  }

  private long number(String sql) throws Exception {
    return ((Number) duckdb.query(sql).rows().get(0).get(0)).longValue();
  }

  private void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      JobState now = flink.state(jobId);
      assertThat(now.isEnd()).as("job is %s: %s", now, flink.exceptions(jobId)).isFalse();
      assertThat(System.nanoTime()).as("waited %s for the job", LIMIT).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }
}
