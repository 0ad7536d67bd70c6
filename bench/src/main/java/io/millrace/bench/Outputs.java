package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Holds what a program left behind against the stream that it read. */
final class Outputs implements AutoCloseable {

  private final Connection duckdb;

  Outputs() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** Notes which ids a stream has. */
  void expect(String table, Clicks clicks) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE OR REPLACE TABLE " + table + " (id VARCHAR)");
    }
    long[] unique = {0};
    try (DuckDBAppender rows =
        duckdb
            .unwrap(DuckDBConnection.class)
            .createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
      clicks.numbers(
          number -> {
            if (number == unique[0]) {
              unique[0]++;
              append(rows, Clicks.id(number).toString());
            }
          });
    }
  }

  /**
   * Whether Parquet files hold each id of the stream once and no other.
   *
   * @throws IOException if not
   */
  void checkFiles(Program program, String expected, Path lake) throws SQLException, IOException {
    String found =
        "read_parquet('" + lake + "/**/*', hive_partitioning = false, file_row_number = false)";
    check(
        program,
        "rows more than ids",
        count("SELECT count(*) - count(DISTINCT event_id) FROM " + found));
    check(
        program,
        "ids missing",
        count(
            "SELECT count(*) FROM "
                + expected
                + " WHERE id NOT IN (SELECT event_id FROM "
                + found
                + ")"));
    check(
        program,
        "unknown ids",
        count(
            "SELECT count(*) FROM "
                + found
                + " WHERE event_id NOT IN (SELECT id FROM "
                + expected
                + ")"));
  }

  /**
   * Whether a rollup's rows add up to the stream's ids.
   *
   * @throws IOException if not
   */
  void checkRollup(Program program, String expected, Connection postgres, String schema)
      throws SQLException, IOException {
    long counted;
    try (Statement statement = postgres.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT sum(events) FROM " + schema + ".clicks_by_country")) {
      result.next();
      counted = result.getLong(1);
    }
    check(
        program,
        "events too few",
        program.windows() * count("SELECT count(*) FROM " + expected) - counted);
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }

  private static void check(Program program, String what, long number) throws IOException {
    if (number != 0) {
      throw new IOException(program + " is wrong: " + what + ": " + number);
    }
  }

  private long count(String query) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void append(DuckDBAppender rows, String id) {
    try {
      rows.beginRow().append(id).endRow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
