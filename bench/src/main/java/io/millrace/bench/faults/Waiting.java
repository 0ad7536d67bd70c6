package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.JavaProcess;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until jobs have come so far, and meanwhile starts again what has ended of Flink's
 * processes. Of one thread.
 */
final class Waiting {

  /** No wait takes longer on any machine, unless something is broken for good. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(50);

  private final Platform platform;
  private final Surroundings surroundings;
  private final Ledger ledger;
  private final CheckpointClock clock;
  private final Feeding feeding;
  private final List<SubmittedJob> jobs;

  /**
   * @param jobs the first is the lake's; may still be added to
   */
  Waiting(
      Platform platform,
      Surroundings surroundings,
      Ledger ledger,
      CheckpointClock clock,
      Feeding feeding,
      List<SubmittedJob> jobs) {
    this.platform = platform;
    this.surroundings = surroundings;
    this.ledger = ledger;
    this.clock = clock;
    this.feeding = feeding;
    this.jobs = jobs;
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
          if (there && job.kind().equals(Stage.LAKE)) {
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
