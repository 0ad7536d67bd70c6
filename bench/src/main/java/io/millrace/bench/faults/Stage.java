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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The three jobs' jars on a platform of separate processes, submitted by REST, with a JobManager
 * that may die, on a stream most of which is late. Of one thread; what it hands out says for itself
 * how many may use it.
 */
final class Stage implements AutoCloseable {

  static final String STREAM = "storefront";

  private static final int SUBTASKS = 2;
  static final String LAKE = "lake";
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

  private final MarkedStorefront stream;
  private final Passages passages;
  private final Surroundings surroundings;
  private final Platform platform;
  private final Ledger ledger;
  private final CheckpointClock clock;
  private final Waiting waiting;
  private final Feeding feeding;
  private final Topic topic;
  private final Additions additions = new Additions();
  private final ContractVersions contracts;
  private final List<SubmittedJob> jobs = new ArrayList<>();
  private final List<String> refusedStops = new CopyOnWriteArrayList<>();
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
    this.waiting = new Waiting(platform, surroundings, ledger, clock, feeding, jobs);
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

  Waiting waiting() {
    return waiting;
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
    each(job -> end(job, false));
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
    feeding.awaitEnd(Waiting.LIMIT);
    // What the topic has: faults send by themselves, and a producer may send a batch twice.
    waiting.awaitCommitted(additions.settled().records() + topic.records() - additions.missed());
    for (SubmittedJob job : jobs) {
      // One that has nothing left to read may not even have begun to run.
      waiting.awaitCheckpoint(job);
    }
    each(job -> end(job, !job.kind().equals(LAKE)));
  }

  /** What jobs said that did not stop when they were first asked to, though nothing was broken. */
  List<String> refusedStops() {
    return refusedStops;
  }

  /**
   * Ends it with a savepoint. One that does not is asked again, as a user would, so that what it
   * wrote is checked all the same.
   */
  private void end(SubmittedJob job, boolean drained) throws IOException {
    long deadline = System.nanoTime() + Waiting.LIMIT.toNanos();
    while (true) {
      try {
        job.end(drained);
        return;
      } catch (IOException failure) {
        if (System.nanoTime() > deadline) {
          throw failure;
        }
        refusedStops.add(failure.getMessage());
      }
      LockSupport.parkNanos(ASKED_AGAIN.toNanos());
    }
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
      one.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
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
}
