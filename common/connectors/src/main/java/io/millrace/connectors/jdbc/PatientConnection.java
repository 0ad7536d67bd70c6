package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A sink's connection, opened when needed and again when lost. While the database is away or busy
 * it blocks its thread and tries a transaction again.
 */
final class PatientConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PatientConnection.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int VALIDITY_CHECK_SECONDS = 5;

  private final JdbcConfig config;
  private final String job;
  private final String sink;
  private final Counter retries;
  private @Nullable Connection connection;

  PatientConnection(JdbcConfig config, String job, String sink, Counter retries) {
    this.config = config;
    this.job = job;
    this.sink = sink;
    this.retries = retries;
  }

  /** One attempt. */
  interface Transaction<T> {
    /** Begins, does all and commits. */
    T run(Connection connection) throws SQLException, IOException;

    /** Where it is, or was when it failed; for messages. */
    String place();
  }

  /**
   * Runs attempts until one goes through.
   *
   * @throws IOException when the error is not a passing one, or {@link JdbcConfig#retryFor()} is
   *     over
   */
  <T> T run(Supplier<Transaction<T>> attempts) throws IOException, InterruptedException {
    MDC.put("job", job);
    try {
      return tryAgainAndAgain(attempts);
    } finally {
      MDC.remove("job");
    }
  }

  private <T> T tryAgainAndAgain(Supplier<Transaction<T>> attempts)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String place = "connecting to " + config.address();
      Transaction<T> transaction = null;
      try {
        Connection open = connected();
        transaction = attempts.get();
        return transaction.run(open);
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

  @Override
  public void close() {
    disconnect();
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
