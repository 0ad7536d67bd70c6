package io.millrace.local.demo;

import io.millrace.contract.StreamContract;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.audit.LedgerReader.Totals;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedException;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.CheckpointOverview;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One demo, from an empty folder to the audit: starts the platform, feeds a topic while the lake
 * job follows it, waits until the ledger has every record, stops the job and checks everything. The
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
   * @param jobJar the lake job
   */
  public record Settings(
      Path folder, Path contractFile, StreamContract contract, Feed feed, Path jobJar) {}

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
    DemoState state = new DemoState(stream, stream, "lake-" + stream, null);
    state.save(folder);
    watcher.note("Starting broker, S3 server, database and Flink in " + folder);
    Platform platform = Platform.start(PlatformSettings.in(folder));
    DemoRun run = new DemoRun(settings, watcher, state, platform);
    state
        .with(
            new DemoState.Running(
                ProcessHandle.current().pid(),
                platform.broker().bootstrapServers(),
                platform.database().jdbcUrl(),
                platform.flink().webUi().toString()))
        .save(folder);
    watcher.webUi(platform.flink().webUi());
    return run;
  }

  /** Takes the feed through, and checks. */
  public DemoResult run() throws IOException, SQLException, InterruptedException {
    KafkaFeeder feeder = new KafkaFeeder(platform.broker().bootstrapServers(), state.topic());
    createTopic(feeder);
    Path configuration =
        JobConfiguration.of(state, settings.contractFile(), platform)
            .writeTo(settings.folder().resolve(JobConfiguration.FILE));
    watcher.note("Submitting the lake job");
    RunningJob job = RunningJob.submit(platform.flink().rest(), settings.jobJar(), configuration);
    long begin = System.nanoTime();
    CompletableFuture<Void> feeding =
        CompletableFuture.runAsync(() -> feeder.send(settings.feed()));
    try (Connection database = connect()) {
      follow(job, feeder, feeding, new LedgerReader(database, state.job(), state.stream()), begin);
    }
    Duration processing = Duration.ofNanos(System.nanoTime() - begin);
    watcher.processed();
    watcher.note("All records are committed: stopping the job with a savepoint");
    job.stop();
    watcher.note("Checking ledger, topic and files against one another");
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

  private void createTopic(KafkaFeeder feeder) throws IOException, InterruptedException {
    try {
      feeder.createTopic(settings.feed().partitions());
    } catch (ExecutionException e) {
      throw new IOException("the topic " + state.topic() + " cannot be created", e);
    }
  }

  /** Returns when everything has been sent, and the ledger has as many records as were sent. */
  private void follow(
      RunningJob job,
      KafkaFeeder feeder,
      CompletableFuture<Void> feeding,
      LedgerReader ledger,
      long begin)
      throws IOException, SQLException, InterruptedException {
    long total = settings.feed().records();
    Speed speed = new Speed();
    Totals committed = Totals.NONE;
    while (committed.consumed() < total || !feeding.isDone()) {
      if (awaitFeed(feeding)) {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      }
      JobState jobState = job.state();
      if (jobState.isEnd()) {
        throw new JobFailedException(
            "the lake job is %s: %s. Logs: %s"
                .formatted(jobState, job.failures(), settings.folder().resolve("logs")),
            null);
      }
      committed = ledger.totals();
      CheckpointOverview checkpoints = job.checkpoints();
      long read = job.recordsRead();
      speed.seen(read, feeder.sent() + committed.consumed());
      if (speed.stalledFor().compareTo(STALLED) > 0) {
        throw new JobFailedException(
            "nothing has moved for %d minutes: %,d of %,d records committed; job failures: %s. Logs: %s"
                .formatted(
                    STALLED.toMinutes(),
                    committed.consumed(),
                    total,
                    job.failures(),
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
              job.watermark(),
              checkpoints.latest(),
              checkpoints.restored()));
    }
    awaitFeed(feeding);
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
