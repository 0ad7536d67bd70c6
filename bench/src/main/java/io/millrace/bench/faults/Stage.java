package io.millrace.bench.faults;

import io.millrace.bench.proxy.DatabaseProxy;
import io.millrace.bench.proxy.S3Proxy;
import io.millrace.bench.proxy.S3Uploads;
import io.millrace.bench.proxy.S3Uploads.Upload;
import io.millrace.bench.storefront.Additions;
import io.millrace.bench.storefront.MarkedStorefront;
import io.millrace.bench.storefront.StorefrontCheck;
import io.millrace.bench.storefront.StorefrontContract;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JavaProcess;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import io.millrace.local.query.LakeDatabase;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The three jobs' jars on a platform of separate processes, submitted by REST, with a JobManager
 * that may die, on a stream most of which is late. Of one thread; what it hands out says for itself
 * how many may use it.
 */
final class Stage implements AutoCloseable {

  static final String STREAM = "storefront";

  /** No wait takes longer on any machine, unless something is broken for good. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SUBTASKS = 2;
  private static final String LAKE = "lake";

  private final MarkedStorefront stream;
  private final Passages passages;
  private final Surroundings surroundings;
  private final Platform platform;
  private final Ledger ledger;
  private final CheckpointClock clock;
  private final Feeding feeding;
  private final Topic topic;
  private final Additions additions = new Additions();
  private final ContractVersions contracts;
  private final List<SubmittedJob> jobs = new ArrayList<>();
  private @Nullable NewLogLines end;

  private Stage(
      MarkedStorefront stream,
      Passages passages,
      Surroundings surroundings,
      Platform platform,
      Feeding feeding,
      ContractVersions contracts,
      Duration checkpointInterval) {
    this.contracts = contracts;
    this.stream = stream;
    this.passages = passages;
    this.surroundings = surroundings;
    this.platform = platform;
    this.feeding = feeding;
    this.topic = new Topic(platform.broker().bootstrapServers(), STREAM);
    this.ledger = new Ledger(platform.database(), STREAM, additions.settled()::runs);
    this.clock = new CheckpointClock(platform.flink().rest(), ledger, checkpointInterval);
  }

  /** Starts everything over an empty folder; nothing is sent yet. */
  static Stage open(Path folder, long events, long seed, Duration checkpointInterval)
      throws Exception {
    Path file = StorefrontContract.in(folder, STREAM);
    StreamContract contract = ContractCompiler.compile(file.toString(), Files.readAllBytes(file));
    MarkedStorefront stream = new MarkedStorefront(events, seed, contract);
    Passages passages = new Passages(new S3Proxy("s3"), new DatabaseProxy("database"));
    Surroundings surroundings = Surroundings.in(folder);
    Platform platform = start(folder, passages, surroundings, checkpointInterval);
    try {
      surroundings.settle(platform.database());
      passages.database().leadTo(platform.database().port());
      KafkaFeeder feeder = new KafkaFeeder(platform.broker().bootstrapServers(), STREAM);
      feeder.createTopic(stream.partitions());
      Stage stage =
          new Stage(
              stream,
              passages,
              surroundings,
              platform,
              new Feeding(stream, feeder),
              new ContractVersions(file),
              checkpointInterval);
      stage.createTables(contract);
      stage.submit(file);
      return stage;
    } catch (Exception | Error failure) {
      platform.close();
      passages.close();
      surroundings.close();
      throw failure;
    }
  }

  private static Platform start(
      Path folder, Passages passages, Surroundings surroundings, Duration checkpointInterval) {
    String store = "http://%s:%d".formatted(HostNames.STORE, passages.s3().port());
    return Platform.start(
        PlatformSettings.in(folder)
            .with(Service.ZOOKEEPER)
            .tellStoreAddress(address -> passages.s3().leadTo(address.getPort()))
            .withFlink(
                FlinkSettings.defaults()
                    .withTaskManagers(2, 6)
                    .withCheckpointInterval(checkpointInterval)
                    .withEnvironment(surroundings.names().environment())
                    .withTaskManagerSettings(surroundings::settingsOf)
                    .with("taskmanager.memory.task.heap.size", "768m")
                    .with(CheckpointClock.CACHE, "20 ms")
                    .with("s3.endpoint", store)));
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

  Topic topic() {
    return topic;
  }

  ContractVersions contracts() {
    return contracts;
  }

  Additions additions() {
    return additions;
  }

  Passages passages() {
    return passages;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Ledger ledger() {
    return ledger;
  }

  CheckpointClock clock() {
    return clock;
  }

  /**
   * A job's last complete checkpoint.
   *
   * @param number the highest that is known
   * @param sure false if nobody answered for the job: then it may be one later
   */
  record LastCheckpoint(long number, boolean sure) {}

  /** The last complete checkpoint of each kind of job. */
  Map<String, LastCheckpoint> checkpoints() throws SQLException {
    Map<String, LastCheckpoint> latest = new HashMap<>();
    try (Connection database = ledger.connect()) {
      for (SubmittedJob job : jobs) {
        long visible = ledger.checkpoint(database, job);
        try {
          long completed = clock.read(job).completed();
          latest.put(job.kind(), new LastCheckpoint(Math.max(visible, completed), true));
        } catch (IOException away) {
          latest.put(job.kind(), new LastCheckpoint(visible, false));
        }
      }
    }
    return latest;
  }

  interface Step {
    void run() throws Exception;
  }

  /**
   * Waits until each job has made visible what a later checkpoint than these holds.
   *
   * @param meanwhile is done again and again
   * @return when the lake job had, as {@link System#nanoTime} says it
   */
  long awaitPagesAfter(Map<String, LastCheckpoint> checkpoints, Step meanwhile) throws Exception {
    Map<String, LastCheckpoint> last = new HashMap<>(checkpoints);
    AtomicLong lake = new AtomicLong();
    await(
        "pages of new checkpoints",
        (database, job) -> {
          meanwhile.run();
          LastCheckpoint known = Objects.requireNonNull(last.get(job.kind()));
          if (!known.sure()) {
            long begunFrom = clock.begunFrom(job);
            known = new LastCheckpoint(Math.max(known.number(), begunFrom), true);
            last.put(job.kind(), known);
          }
          boolean there = ledger.checkpoint(database, job) > known.number();
          if (there && job.kind().equals(LAKE)) {
            lake.set(System.nanoTime());
          }
          return there;
        });
    return lake.get();
  }

  /** Waits until each job has committed so many records. */
  void awaitCommitted(long records) throws Exception {
    await(
        "%,d committed records".formatted(records),
        (database, job) -> ledger.consumed(database, job) >= records);
  }

  /** Waits until each job has committed what it makes of these positions, by split. */
  void awaitRead(Map<String, Long> positions) throws Exception {
    for (Map.Entry<String, Long> last : positions.entrySet()) {
      await(
          "position %d of %s".formatted(last.getValue(), last.getKey()),
          (database, job) -> ledger.position(database, job, last.getKey()) >= last.getValue());
    }
  }

  /** Waits until the job has completed a checkpoint since it was last submitted. */
  void awaitCheckpoint(SubmittedJob job) throws Exception {
    await(
        "a checkpoint of " + job.kind(),
        (database, one) -> !one.equals(job) || clock.read(one).completed() > 0);
  }

  /**
   * Checks all that was written of the topic as it is, which is about to be made again. All jobs
   * must have been stopped in order.
   *
   * @return what is wrong
   */
  List<String> settle() throws Exception {
    try (Connection database = ledger.connect();
        LakeDatabase lake = LakeDatabase.open(platform.lakeFolder())) {
      return check().settle(lake, database);
    }
  }

  /** What must be at the end. */
  StorefrontCheck check() {
    return new StorefrontCheck(platform, stream, STREAM, additions);
  }

  /**
   * Stops all jobs in order and starts them again, as they are.
   *
   * @return the uploads that none of them has: those that were open when something ended
   */
  List<Upload> pause() throws Exception {
    each(SubmittedJob::stop);
    List<Upload> left = uploads();
    end = new NewLogLines(platform.folder().resolve("logs"));
    each(job -> job.restore(SUBTASKS));
    return left;
  }

  /** How often a job has begun anew by itself since then, as when the machine is too busy. */
  long interruptions() throws IOException {
    return end == null
        ? 0
        : end.count("from state RUNNING to RESTARTING")
            + end.count("from state RUNNING to SUSPENDED");
  }

  /** The lake's uploads that are neither completed nor aborted. */
  List<Upload> uploads() throws IOException, InterruptedException {
    return new S3Uploads(platform.objectStore().endpoint(), platform.objectStore().credentials())
        .unfinished(Platform.LAKE_BUCKET);
  }

  /** Lets all jobs do all that there is, and ends them: the aggregating ones as at the end. */
  void finish() throws Exception {
    feeding.allow(feeding.records(), 1_000_000);
    feeding.awaitEnd(LIMIT);
    // What the topic has: faults send by themselves, and a producer may send a batch twice.
    awaitCommitted(additions.settled().records() + topic.records() - additions.missed());
    for (SubmittedJob job : jobs) {
      // One that has nothing left to read may not even have begun to run.
      awaitCheckpoint(job);
    }
    each(job -> job.end(!job.kind().equals(LAKE)));
  }

  @Override
  public void close() {
    feeding.close();
    try {
      platform.close();
    } finally {
      passages.close();
      surroundings.close();
    }
  }

  interface Act {
    void on(SubmittedJob job) throws IOException;
  }

  /** To all jobs at once. */
  void each(Act act) throws Exception {
    List<CompletableFuture<Void>> acts = new ArrayList<>();
    for (SubmittedJob job : jobs) {
      acts.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  act.on(job);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              }));
    }
    for (CompletableFuture<Void> one : acts) {
      one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
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
        "jdbc:postgresql://%s:%d/%s"
            .formatted(HostNames.DATABASE, passages.database().port(), platform.database().name());
    Map<String, String> settings =
        Map.of("jdbc.url", url, "source.partition-discovery", "5 s", "source.on-gap", "continue");
    for (String kind : List.of(LAKE, "rollups", "sessions")) {
      SubmittedJob job = SubmittedJob.of(kind, STREAM, contract, platform, settings);
      job.start(SUBTASKS);
      jobs.add(job);
    }
  }

  private interface Condition {
    boolean holds(Connection database, SubmittedJob job) throws Exception;
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
  private void supervise() throws IOException {
    if (!platform.flink().jobManager().isAlive()) {
      platform.flink().relaunchJobManager();
    }
    for (int missing = 2 - platform.flink().taskManagers().size(); missing > 0; missing--) {
      platform.flink().launchTaskManager();
    }
    surroundings.keepOnly(platform.flink().taskManagers().stream().map(JavaProcess::name).toList());
  }
}
