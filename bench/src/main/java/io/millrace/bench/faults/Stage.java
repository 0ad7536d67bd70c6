package io.millrace.bench.faults;

import io.millrace.bench.proxy.DatabaseProxy;
import io.millrace.bench.proxy.S3Proxy;
import io.millrace.bench.storefront.MarkedStorefront;
import io.millrace.bench.storefront.StorefrontContract;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The three jobs' jars on a platform of separate processes, submitted by REST, with a JobManager
 * that may die, on a stream most of which is late. Of one thread.
 */
final class Stage implements AutoCloseable {

  static final String STREAM = "storefront";
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(2);

  /** No wait takes longer on any machine, unless something is broken for good. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SUBTASKS = 2;

  private final MarkedStorefront stream;
  private final Passages passages;
  private final Platform platform;
  private final Ledger ledger;
  private final CheckpointClock clock;
  private final Feeding feeding;
  private final List<SubmittedJob> jobs = new ArrayList<>();

  private Stage(MarkedStorefront stream, Passages passages, Platform platform, Feeding feeding) {
    this.stream = stream;
    this.passages = passages;
    this.platform = platform;
    this.feeding = feeding;
    this.ledger = new Ledger(platform.database(), STREAM);
    this.clock = new CheckpointClock(platform.flink().rest(), ledger, CHECKPOINT_INTERVAL);
  }

  /** Starts everything over an empty folder; nothing is sent yet. */
  static Stage open(Path folder, long events, long seed) throws Exception {
    Path file = StorefrontContract.in(folder, STREAM);
    StreamContract contract = ContractCompiler.compile(file.toString(), Files.readAllBytes(file));
    MarkedStorefront stream = new MarkedStorefront(events, seed, contract);
    Passages passages = new Passages(new S3Proxy("s3"), new DatabaseProxy("database"));
    Platform platform =
        Platform.start(
            PlatformSettings.in(folder)
                .with(Service.ZOOKEEPER)
                .tellStoreAddress(store -> passages.s3().leadTo(store.getPort()))
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(2, 6)
                        .withCheckpointInterval(CHECKPOINT_INTERVAL)
                        .with("taskmanager.memory.task.heap.size", "768m")
                        .with("s3.endpoint", "http://127.0.0.1:" + passages.s3().port())));
    try {
      passages.database().leadTo(platform.database().port());
      KafkaFeeder feeder = new KafkaFeeder(platform.broker().bootstrapServers(), STREAM);
      feeder.createTopic(stream.partitions());
      Stage stage = new Stage(stream, passages, platform, new Feeding(stream, feeder));
      stage.createTables(contract);
      stage.submit(file);
      return stage;
    } catch (Exception | Error failure) {
      platform.close();
      passages.close();
      throw failure;
    }
  }

  MarkedStorefront stream() {
    return stream;
  }

  Platform platform() {
    return platform;
  }

  List<SubmittedJob> jobs() {
    return List.copyOf(jobs);
  }

  Feeding feeding() {
    return feeding;
  }

  Passages passages() {
    return passages;
  }

  Ledger ledger() {
    return ledger;
  }

  CheckpointClock clock() {
    return clock;
  }

  /** The highest number of any checkpoint of each job, so far as can be known now. */
  Map<String, Long> checkpoints() throws SQLException {
    Map<String, Long> latest = new HashMap<>();
    try (Connection database = ledger.connect()) {
      for (SubmittedJob job : jobs) {
        long number = ledger.checkpoint(database, job);
        try {
          number = Math.max(number, clock.read(job).latest());
        } catch (IOException away) {
          // The JobManager begins anew: what it had begun before is behind it.
          number++;
        }
        latest.put(job.kind(), number);
      }
    }
    return latest;
  }

  /** Waits until each job has made visible what a later checkpoint than these holds. */
  void awaitPagesAfter(Map<String, Long> checkpoints) throws Exception {
    await(
        "pages of new checkpoints",
        (database, job) ->
            ledger.checkpoint(database, job) > checkpoints.getOrDefault(job.kind(), 0L));
  }

  /** Waits until each job has committed so many records. */
  void awaitCommitted(long records) throws Exception {
    await(
        "%,d committed records".formatted(records),
        (database, job) -> ledger.consumed(database, job) >= records);
  }

  /** Waits until the job has completed a checkpoint since it was last submitted. */
  void awaitCheckpoint(SubmittedJob job) throws Exception {
    await(
        "a checkpoint of " + job.kind(),
        (database, one) -> !one.equals(job) || clock.read(one).completed() > 0);
  }

  /** Lets all jobs do all that there is, and ends them: the aggregating ones as at the end. */
  void finish() throws Exception {
    feeding.allow(feeding.records(), 1_000_000);
    feeding.awaitEnd(LIMIT);
    awaitCommitted(feeding.records());
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (SubmittedJob job : jobs) {
      ends.add(CompletableFuture.runAsync(() -> end(job)));
    }
    for (CompletableFuture<Void> end : ends) {
      end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    feeding.close();
    try {
      platform.close();
    } finally {
      passages.close();
    }
  }

  private static void end(SubmittedJob job) {
    try {
      job.end(!job.kind().equals("lake"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void createTables(StreamContract contract) throws SQLException {
    try (Connection database = ledger.connect();
        Statement statement = database.createStatement()) {
      for (JdbcTable table : ContractTables.of(contract)) {
        statement.execute(TableDdl.create(table, Optional.empty()));
      }
    }
  }

  private void submit(Path contract) throws IOException {
    String url =
        platform
            .database()
            .jdbcUrl()
            .replace(
                ":" + platform.database().port() + "/", ":" + passages.database().port() + "/");
    Map<String, String> settings = Map.of("jdbc.url", url, "source.partition-discovery", "5 s");
    for (String kind : List.of("lake", "rollups", "sessions")) {
      SubmittedJob job = SubmittedJob.of(kind, STREAM, contract, platform, settings);
      job.start(SUBTASKS);
      jobs.add(job);
    }
  }

  private interface Condition {
    boolean holds(Connection database, SubmittedJob job) throws SQLException, IOException;
  }

  private void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection database = ledger.connect()) {
      for (SubmittedJob job : jobs) {
        Exception last = null;
        while (true) {
          feeding.ensureAlive();
          supervise();
          try {
            if (condition.holds(database, job)) {
              break;
            }
            job.ensureAlive();
          } catch (IOException away) {
            // The JobManager is not there, or does not know the job yet.
            last = away;
          }
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                "waited %s for %s of %s".formatted(LIMIT, what, job.kind()), last);
          }
          LockSupport.parkNanos(POLL.toNanos());
        }
      }
    }
  }

  /** What watches over processes elsewhere: one that has ended is started again. */
  private void supervise() {
    if (!platform.flink().jobManager().isAlive()) {
      platform.flink().relaunchJobManager();
    }
    for (int missing = 2 - platform.flink().taskManagers().size(); missing > 0; missing--) {
      platform.flink().launchTaskManager();
    }
  }
}
