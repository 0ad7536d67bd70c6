package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import io.millrace.bench.storefront.MarkedStorefront;
import io.millrace.bench.storefront.StorefrontCheck;
import io.millrace.bench.storefront.StorefrontContract;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The three jobs' jars side by side on a cluster of separate processes, submitted by REST, on a
 * stream most of which is late: TaskManagers are killed, the database crashes, the jobs are stopped
 * and go on at another parallelism. Afterwards lake, tables and ledger are what they would have
 * been without any of it, by the very SQL that the pages show to users.
 *
 * <p>{@code -Dmillrace.outages=1,10,60} also keeps the database away for a minute.
 */
class ThreeJobsIT {

  private static final long RECORDS = 90_000;
  private static final long SEED = 11;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long AT_ONCE = 1_000_000;
  private static final String STREAM = "storefront";
  private static final String LAKE = "lake";
  private static final String ROLLUPS = "rollups";
  private static final String SESSIONS = "sessions";

  private final Path folder = Path.of("target", "three-jobs-" + System.nanoTime()).toAbsolutePath();
  private final List<SubmittedJob> jobs = new ArrayList<>();
  private Platform platform;
  private MarkedStorefront stream;
  private KafkaFeeder feeder;
  private final long begin = System.nanoTime();
  private long total;
  private volatile long fed;

  @AfterEach
  void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void lakeTablesAndLedgerAreExactWhateverFails() throws Exception {
    Path contractFile = StorefrontContract.in(folder, STREAM);
    StreamContract contract =
        ContractCompiler.compile(contractFile.toString(), Files.readAllBytes(contractFile));
    stream = new MarkedStorefront(RECORDS, SEED, contract);
    total = stream.records();
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(1, 7)
                        .withCheckpointInterval(Duration.ofSeconds(1))));
    execute(command("ddl", "--contract", contractFile.toString()));
    feeder = new KafkaFeeder(platform.broker().bootstrapServers(), STREAM);
    feeder.createTopic(stream.partitions());

    step("a backlog");
    feed(60, AT_ONCE);
    for (String kind : List.of(LAKE, ROLLUPS, SESSIONS)) {
      jobs.add(SubmittedJob.of(kind, STREAM, contractFile, platform));
    }
    each(job -> job.start(2));
    awaitCommitted(total * 48 / 100);
    step("a kill while the jobs catch up");
    killTaskManager();
    awaitCommitted(fed);
    for (String seconds : System.getProperty("millrace.outages", "1,10").split(",", -1)) {
      step("the database away for " + seconds + " s");
      feed(Math.toIntExact(fed * 100 / total) + 6, AT_ONCE);
      platform.database().kill();
      LockSupport.parkNanos(Duration.ofSeconds(Long.parseLong(seconds)).toNanos());
      platform.database().startAgain();
      awaitCommitted(fed);
    }
    step("a kill while the jobs follow");
    long before = fed;
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(82, 1_500));
    awaitCommitted(before + 1);
    killTaskManager();
    feeding.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    feed(88, AT_ONCE);
    awaitCommitted(before + (fed - before) / 2);
    for (SubmittedJob job : jobs) {
      assertThat(job.restored()).as("recoveries of " + job.kind()).isGreaterThanOrEqualTo(2);
    }

    step("savepoints, and another parallelism");
    each(SubmittedJob::stop);
    feed(100, AT_ONCE);
    each(job -> job.restore(job.kind().equals(SESSIONS) ? 1 : 3));
    awaitCommitted(total);
    each(job -> job.end(!job.kind().equals(LAKE)));

    step("what has become of it");
    SoftAssertions softly = new SoftAssertions();
    try (Connection database = connect();
        LakeDatabase lake = LakeDatabase.open(platform.lakeFolder())) {
      StorefrontCheck.Findings findings =
          new StorefrontCheck(platform, stream, STREAM).findings(lake, database);
      softly.assertThat(findings.lost()).as("ids that the lake lacks").isEmpty();
      softly.assertThat(findings.doubled()).as("ids that the lake has twice").isEmpty();
      softly.assertThat(findings.unknown()).as("ids that nobody sent").isEmpty();
      softly.assertThat(findings.accounts()).as("ledger and audit").isEmpty();
      softly.assertThat(findings.aggregates()).as("rollups and sessions").isEmpty();
      softly.assertThat(findings.deadLetters()).as("dead letters").isEmpty();
    }
    softly.assertAll();
    step("all is well");
  }

  /** What the command prints. */
  private String command(String... arguments) throws Exception {
    Path home = Checkout.resolve("local/cli/target");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home.resolve("classes")
                    + ":"
                    + Checkout.text("local/cli/target/classpath.txt").strip(),
                "io.millrace.local.cli.Millrace"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  /** With all jobs at once. */
  private void each(JobAction action) throws Exception {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (SubmittedJob job : jobs) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  action.on(job);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (CompletableFuture<Void> one : running) {
      one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Sends what is missing to so many percent of all records. */
  private void feed(int percent, long perSecond) {
    long to = total * percent / 100;
    feeder.send(stream.part(fed, to, perSecond));
    fed = to;
  }

  private void killTaskManager() {
    platform.flink().taskManagers().get(0).kill();
    platform.flink().startTaskManager();
  }

  private void awaitCommitted(long records) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection database = connect()) {
      for (SubmittedJob job : jobs) {
        while (committed(database, job) < records) {
          job.ensureAlive();
          assertThat(System.nanoTime())
              .as("waited %s for %s to commit %s records", LIMIT, job.kind(), records)
              .isLessThan(deadline);
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
      }
    }
  }

  private static long committed(Connection database, SubmittedJob job) throws SQLException {
    if (number(database, "SELECT count(*) FROM pg_tables WHERE tablename = 'ledger'") == 0) {
      return 0;
    }
    return new LedgerReader(database, SubmittedJob.nameOf(job.kind(), STREAM), STREAM)
        .totals()
        .consumed();
  }

  private static long number(Connection database, String sql) throws SQLException {
    Object value = ResultTable.query(database, sql).rows().get(0).get(0);
    return value == null ? 0 : ((Number) value).longValue();
  }

  private void execute(String sql) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", platform.database().user());
    properties.setProperty("password", platform.database().password());
    // The driver's ten seconds are too few on a machine that is busy with other builds.
    properties.setProperty("connectTimeout", "120");
    return DriverManager.getConnection(platform.database().jdbcUrl(), properties);
  }

  private void step(String name) {
    System.out.printf("%3d s: %s%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds(), name);
  }

  private interface JobAction {
    void on(SubmittedJob job) throws IOException;
  }
}
