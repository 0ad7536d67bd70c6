package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkRest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells in which phase a job is, by Flink's REST interface and the ledger. What it tells is some
 * milliseconds old: whoever acts on it asks again afterwards what was really hit.
 */
final class CheckpointClock {

  /**
   * Flink's setting of how old an answer may be. By default it is the web UI's refresh, two seconds
   * here as from one checkpoint to the next: then each answer shows the same phase, for minutes.
   */
  static final String CACHE = "rest.cache.checkpoint-statistics.timeout";

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** On a machine where one checkpoint follows another at once, some phases hardly are. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Flink's {@code execution.checkpointing.min-pause}, by flink-conf/local. */
  private static final Duration MIN_PAUSE = Duration.ofMillis(500);

  private static final Duration POLL = Duration.ofMillis(3);

  private final FlinkRest rest;
  private final Ledger ledger;
  private final Duration interval;

  CheckpointClock(FlinkRest rest, Ledger ledger, Duration interval) {
    this.rest = rest;
    this.ledger = ledger;
    this.interval = interval;
  }

  /**
   * A job's checkpoints at one moment.
   *
   * @param latest the highest number that was given to one; 0 for none
   * @param completed the highest number of one that has completed; 0 for none
   * @param inProgress whether one is under way
   * @param triggeredAt when that one had begun, in milliseconds since the epoch
   * @param completedAt when it had completed
   */
  record Reading(
      long latest, long completed, boolean inProgress, long triggeredAt, long completedAt) {

    /**
     * In which phase that is.
     *
     * @param committed the checkpoint whose page is visible
     * @param interval from one checkpoint's beginning to the next, if it is not in the way
     * @param now in milliseconds since the epoch
     */
    Phase phase(long committed, Duration interval, long now) {
      if (inProgress) {
        return Phase.BEFORE_COMMIT;
      } else if (completed > committed) {
        return Phase.IN_COMMIT;
      }
      long next = Math.max(triggeredAt + interval.toMillis(), completedAt + MIN_PAUSE.toMillis());
      return now > (completedAt + next) / 2 ? Phase.BEFORE_BARRIER : Phase.AFTER_COMMIT;
    }
  }

  Reading read(SubmittedJob job) throws IOException {
    long latest = 0;
    long completed = 0;
    long triggeredAt = 0;
    long completedAt = 0;
    boolean inProgress = false;
    for (JsonNode one : rest.fetch("/jobs/" + job.id() + "/checkpoints").path("history")) {
      long id = one.path("id").asLong();
      latest = Math.max(latest, id);
      String status = one.path("status").asText();
      inProgress |= status.equals("IN_PROGRESS");
      if (status.equals("COMPLETED") && id > completed) {
        completed = id;
        triggeredAt = one.path("trigger_timestamp").asLong();
        completedAt = triggeredAt + one.path("end_to_end_duration").asLong();
      }
    }
    return new Reading(latest, completed, inProgress, triggeredAt, completedAt);
  }

  /**
   * The checkpoint from which a job went on that nobody had answered for. It was the last complete
   * one; or, if the JobManager was only slow to answer, the last that it has completed.
   *
   * @throws IOException while nobody answers, or the job has not gone on
   */
  long begunFrom(SubmittedJob job) throws IOException {
    JsonNode restored =
        rest.fetch("/jobs/" + job.id() + "/checkpoints").path("latest").path("restored").path("id");
    long number = restored.isIntegralNumber() ? restored.asLong() : read(job).completed();
    if (number == 0) {
      throw new IOException(job.kind() + " has not gone on from a checkpoint");
    }
    return number;
  }

  /**
   * Returns as soon as the job is seen in a phase that it was not in at first; at any moment if it
   * completes checkpoints and is not seen in that one.
   */
  void await(Phase wanted, SubmittedJob job) throws IOException, SQLException {
    long begin = System.nanoTime();
    try (Connection database = ledger.connect()) {
      long before = read(job).completed();
      while (true) {
        Reading reading = read(job);
        boolean reached =
            switch (wanted) {
              case BEFORE_COMMIT -> reading.inProgress();
              // Seen as soon as it has completed: the ledger's page takes longer than this answer.
              case IN_COMMIT -> reading.completed() > before;
              case AFTER_COMMIT, BEFORE_BARRIER ->
                  reading.completed() > before
                      && !reading.inProgress()
                      && phase(reading, ledger.checkpoint(database, job)) == wanted;
            };
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        if (reached || (reading.completed() > before && waited.compareTo(PATIENCE) > 0)) {
          return;
        }
        if (waited.compareTo(LIMIT) > 0) {
          throw new IOException(
              "%s was not %s within %s: %s".formatted(job.kind(), wanted, LIMIT, reading));
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  /** In which phase a job was stopped, by what it had done until then. */
  Phase hit(Reading last, long committed) {
    return phase(last, committed);
  }

  /** The page's checkpoint of a job that does nothing now. */
  long committed(SubmittedJob job) throws SQLException {
    try (Connection database = ledger.connect()) {
      return ledger.checkpoint(database, job);
    }
  }

  private Phase phase(Reading reading, long committed) {
    return reading.phase(committed, interval, System.currentTimeMillis());
  }
}
