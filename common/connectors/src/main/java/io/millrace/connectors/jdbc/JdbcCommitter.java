package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies committables once their checkpoint is complete. Flink calls it checkpoint by checkpoint
 * in their order, and after a recovery with what was pending before anything new: so a later change
 * of a key is never overwritten by an earlier one.
 *
 * <p>While the database is away or busy it blocks its task and tries again (Flink's {@code
 * retryLater} would do so at once, ten times). After {@link JdbcConfig#retryFor()} it fails the
 * job; the committables are in the checkpoint, so the recovery tries them again. Any other error
 * fails the job at once: a committable is never dropped.
 */
final class JdbcCommitter implements Committer<JdbcCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcCommitter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int VALIDITY_CHECK_SECONDS = 5;

  private final JdbcConfig config;
  private final String job;
  private final String sink;
  private final Counter retries;
  private @Nullable Connection connection;

  JdbcCommitter(JdbcConfig config, String job, String sink, Counter retries) {
    this.config = config;
    this.job = job;
    this.sink = sink;
    this.retries = retries;
  }

  @Override
  public void commit(Collection<CommitRequest<JdbcCommittable>> requests)
      throws IOException, InterruptedException {
    if (requests.isEmpty()) {
      return;
    }
    List<JdbcCommittable> committables =
        requests.stream().map(CommitRequest::getCommittable).toList();
    boolean[] applied = untilDone(committables);
    int i = 0;
    for (CommitRequest<JdbcCommittable> request : requests) {
      if (!applied[i++]) {
        LOG.info("{} of sink {} had been committed before", request.getCommittable(), sink);
        request.signalAlreadyCommitted();
      }
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  private boolean[] untilDone(List<JdbcCommittable> committables)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String place = "connecting to " + config.address();
      CommitTransaction transaction = null;
      try {
        transaction = new CommitTransaction(connected(), job, sink, config.markerRetention());
        return transaction.run(committables);
      } catch (SQLException e) {
        disconnect();
        String failure = describe(e, transaction == null ? place : transaction.place());
        if (!SqlFailure.of(e).passing()) {
          throw new IOException(
              failure + "; nothing is applied, the job's recovery tries it again");
        }
        if (System.nanoTime() - start > config.retryFor().toNanos()) {
          throw new IOException(
              failure + "; gave up after " + config.retryFor() + ", the job's recovery goes on");
        }
        LOG.warn("{}; next attempt in {}", failure, pause);
        retries.inc();
      }
      Thread.sleep(pause.toMillis());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /** The driver's own message is left out: it can hold values of rows. */
  private String describe(SQLException e, String place) {
    return "JDBC sink "
        + sink
        + " of job "
        + job
        + " cannot commit, "
        + place
        + ": "
        + SqlFailure.of(e).description();
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current != null && !current.isValid(VALIDITY_CHECK_SECONDS)) {
      disconnect();
      current = null;
    }
    if (current == null) {
      current = JdbcConnections.open(config, job + " " + sink);
      connection = current;
    }
    return current;
  }

  private void disconnect() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.debug("closing a lost connection: {}", SqlFailure.of(e).description());
      }
    }
  }
}
