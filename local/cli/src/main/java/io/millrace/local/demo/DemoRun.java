package io.millrace.local.demo;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.StreamContract;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.audit.LedgerReader.Totals;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedException;
import io.millrace.local.feed.Feeder;
import io.millrace.local.platform.CheckpointOverview;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One demo, from an empty folder to the audit: starts the platform, feeds a topic while the jobs
 * follow it, waits until the ledger has every record of each, stops them and checks everything. The
 * platform stays up until {@link #close}.
 */
public final class DemoRun implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  /** Longer than any recovery: after so long without any progress a demo gives up. */
  private static final Duration STALLED = Duration.ofMinutes(10);

  /**
   * What to run.
   *
   * @param contractFile the file that {@code contract} was compiled from
   * @param jobs the jars of the jobs to run; the lake's must be among them
   */
  public record Settings(
      Path folder,
      Path contractFile,
      StreamContract contract,
      Feed feed,
      Map<DemoJob, Path> jobs,
      DemoSource source) {

    /** Of a stream in Kafka. */
    public Settings(
        Path folder,
        Path contractFile,
        StreamContract contract,
        Feed feed,
        Map<DemoJob, Path> jobs) {
      this(folder, contractFile, contract, feed, jobs, DemoSource.KAFKA);
    }
  }

  private final Settings settings;
  private final DemoWatcher watcher;
  private final DemoState state;
  private final Platform platform;
  private boolean closed;

  private DemoRun(Settings settings, DemoWatcher watcher, DemoState state, Platform platform) {
    this.settings = settings;
    this.watcher = watcher;
    this.state = state;
    this.platform = platform;
  }

  /**
   * Clears the folder of an earlier demo and starts the platform.
   *
   * @throws FolderRefusedException if the folder may not be used
   */
  public static DemoRun start(Settings settings, DemoWatcher watcher) throws IOException {
    Path folder = settings.folder();
    if (DemoFolder.beginAfresh(folder)) {
      watcher.note("The state of the earlier demo in " + folder + " is removed");
    }
    String stream = settings.contract().name();
    DemoState state =
        new DemoState(stream, settings.source(), stream, DemoJob.LAKE.nameFor(stream), null);
    state.save(folder);
    watcher.note(
        "Starting %s, S3 server, database and Flink in %s"
            .formatted(settings.source() == DemoSource.KAFKA ? "broker" : "Kinesis", folder));
    Platform platform =
        Platform.start(
            PlatformSettings.in(folder)
                .only(
                    settings.source().service(),
                    Service.OBJECT_STORE,
                    Service.DATABASE,
                    Service.FLINK)
                .withFlink(flink(settings.jobs().size())));
    DemoRun run = new DemoRun(settings, watcher, state, platform);
    state
        .with(
            new DemoState.Running(
                ProcessHandle.current().pid(),
                settings.source().address(platform),
                platform.database().jdbcUrl(),
                platform.flink().webUi().toString()))
        .save(folder);
    watcher.webUi(platform.flink().webUi());
    return run;
  }

  /** Takes the feed through, and checks. */
  public DemoResult run() throws IOException, SQLException, InterruptedException {
    Feeder feeder = state.source().feeder(state.source().address(platform), state.topic());
    feeder.create(settings.feed().partitions());
    createTables();
    Map<DemoJob, RunningJob> jobs = new EnumMap<>(DemoJob.class);
    for (Map.Entry<DemoJob, Path> job : new TreeMap<>(settings.jobs()).entrySet()) {
      jobs.put(job.getKey(), submit(job.getKey(), job.getValue()));
    }
    long begin = System.nanoTime();
    CompletableFuture<Void> feeding =
        CompletableFuture.runAsync(() -> feeder.send(settings.feed()));
    try (Connection database = connect()) {
      follow(jobs, feeder, feeding, database, begin);
    }
    Duration processing = Duration.ofNanos(System.nanoTime() - begin);
    watcher.processed();
    watcher.note(
        "All records are committed: stopping with a savepoint, rollups and sessions drained");
    for (Map.Entry<DemoJob, RunningJob> job : jobs.entrySet()) {
      if (job.getKey() == DemoJob.LAKE) {
        job.getValue().stop();
      } else {
        job.getValue().drain();
      }
    }
    watcher.note(
        "Checking ledger, %s and files against one another".formatted(state.source().noun()));
    try (Connection database = connect()) {
      return new DemoCheck(settings, state, platform, database).check(processing);
    }
  }

  /** Stops the platform; the folder keeps its state. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    platform.close();
    try {
      state.save(settings.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two slots a job: each runs with a parallelism of two. */
  private static FlinkSettings flink(int jobs) {
    return FlinkSettings.defaults().withTaskManagers(1, 2 * jobs).with("parallelism.default", "2");
  }

  private void createTables() throws SQLException {
    List<JdbcTable> tables = ContractTables.of(settings.contract());
    if (tables.isEmpty()) {
      return;
    }
    watcher.note("Creating %d tables".formatted(tables.size()));
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      for (JdbcTable table : tables) {
        statement.execute(TableDdl.create(table, Optional.empty()));
      }
    }
  }

  private RunningJob submit(DemoJob job, Path jar) throws IOException {
    watcher.note("Submitting the job " + job.folder());
    Path configuration =
        JobConfiguration.of(
                job, job.nameFor(state.stream()), state, settings.contractFile(), platform)
            .writeTo(settings.folder().resolve(job.file()));
    return RunningJob.submit(platform.flink().rest(), jar, configuration);
  }

  /** Returns when everything has been sent, and each job's ledger has as many records. */
  private void follow(
      Map<DemoJob, RunningJob> jobs,
      Feeder feeder,
      CompletableFuture<Void> feeding,
      Connection database,
      long begin)
      throws IOException, SQLException, InterruptedException {
    long total = settings.feed().records();
    Speed speed = new Speed();
    RunningJob lake = Objects.requireNonNull(jobs.get(DemoJob.LAKE), "the lake's job");
    Totals committed = Totals.NONE;
    long behind = 0; // What the slowest job has committed.
    while (behind < total || !feeding.isDone()) {
      if (awaitFeed(feeding)) {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
      behind = Long.MAX_VALUE;
      long all = 0;
      for (Map.Entry<DemoJob, RunningJob> job : jobs.entrySet()) {
        checkRuns(job.getKey(), job.getValue());
        Totals totals = totals(database, job.getKey());
        behind = Math.min(behind, totals.consumed());
        all += totals.consumed();
        committed = job.getKey() == DemoJob.LAKE ? totals : committed;
      }
      CheckpointOverview checkpoints = lake.checkpoints();
      long read = lake.recordsRead();
      speed.seen(read, feeder.sent() + all);
      if (speed.stalledFor().compareTo(STALLED) > 0) {
        throw new JobFailedException(
            "nothing has moved for %d minutes: %,d of %,d records committed; job failures: %s. Logs: %s"
                .formatted(
                    STALLED.toMinutes(),
                    behind,
                    total,
                    lake.failures(),
                    settings.folder().resolve("logs")),
            null);
      }
      watcher.progress(
          new Progress(
              Duration.ofNanos(System.nanoTime() - begin),
              feeder.sent(),
              total,
              Math.max(read, committed.consumed()),
              speed.perSecond(),
              committed,
              lake.watermark(),
              checkpoints.latest(),
              checkpoints.restored()));
    }
    awaitFeed(feeding);
  }

  private void checkRuns(DemoJob kind, RunningJob job) throws IOException {
    JobState jobState = job.state();
    if (jobState.isEnd()) {
      throw new JobFailedException(
          "the job %s is %s: %s. Logs: %s"
              .formatted(
                  kind.folder(), jobState, job.failures(), settings.folder().resolve("logs")),
          null);
    }
  }

  private Totals totals(Connection database, DemoJob job) throws SQLException {
    return new LedgerReader(database, job.nameFor(state.stream()), state.stream()).totals();
  }

  /**
   * Waits a little for the feed.
   *
   * @return whether it had ended before
   */
  private static boolean awaitFeed(CompletableFuture<Void> feeding) throws InterruptedException {
    boolean ended = feeding.isDone();
    try {
      feeding.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof FeedException known) {
        throw known;
      }
      throw new FeedException("the records cannot be sent", e);
    } catch (TimeoutException stillSending) {
      return false;
    }
    return ended;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        platform.database().jdbcUrl(), platform.database().user(), platform.database().password());
  }
}
