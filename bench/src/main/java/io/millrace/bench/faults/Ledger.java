package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.platform.Database;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/** What the jobs have committed, as the database has it, asked directly: by no passage. */
final class Ledger {

  private final Database database;
  private final String stream;
  private final Supplier<Set<String>> settled;

  /**
   * Of a stream.
   *
   * @param settled the runs that were over when the topic was made again: their positions are of
   *     another topic
   */
  Ledger(Database database, String stream, Supplier<Set<String>> settled) {
    this.database = database;
    this.stream = stream;
    this.settled = settled;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    // The driver's ten seconds are too few on a machine that is busy with other builds.
    properties.setProperty("connectTimeout", "120");
    return DriverManager.getConnection(database.jdbcUrl(), properties);
  }

  /** The latest checkpoint of which there is a page; 0 if there is none. */
  long checkpoint(Connection connection, SubmittedJob job) throws SQLException {
    return exists(connection)
        ? number(
            connection,
            "SELECT max(checkpoint) FROM ledger WHERE job = '%s'"
                .formatted(SubmittedJob.nameOf(job.kind(), stream)))
        : 0;
  }

  /** How many records the pages account for. */
  long consumed(Connection connection, SubmittedJob job) throws SQLException {
    return exists(connection)
        ? new LedgerReader(connection, SubmittedJob.nameOf(job.kind(), stream), stream)
            .totals()
            .consumed()
        : 0;
  }

  /** A job's runs that have pages, on the topic as it is. */
  Set<String> runs(Connection connection, SubmittedJob job) throws SQLException {
    Set<String> runs = new HashSet<>();
    for (List<?> row :
        ResultTable.query(
                connection,
                "SELECT DISTINCT run FROM ledger WHERE job = '%s'"
                    .formatted(SubmittedJob.nameOf(job.kind(), stream)))
            .rows()) {
      runs.add(String.valueOf(row.get(0)));
    }
    runs.removeAll(settled.get());
    return runs;
  }

  /** The last position of a split that the pages have; -1 if there is none. */
  long position(Connection connection, SubmittedJob job, String split) throws SQLException {
    return exists(connection)
        ? number(
            connection,
            "SELECT coalesce(max(last_position), -1)::bigint FROM ledger WHERE consumed > 0 AND job = '%s' AND split = '%s' AND NOT run = ANY('{%s}')"
                .formatted(
                    SubmittedJob.nameOf(job.kind(), stream),
                    split,
                    String.join(",", settled.get())))
        : -1;
  }

  private static boolean exists(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM pg_tables WHERE tablename = 'ledger'") > 0;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    Object value = ResultTable.query(connection, sql).rows().get(0).get(0);
    return value == null ? 0 : ((Number) value).longValue();
  }
}
