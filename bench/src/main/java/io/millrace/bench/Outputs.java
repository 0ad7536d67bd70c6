package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Holds what a program left behind against the stream that it read. */
final class Outputs implements AutoCloseable {

  /** The contract's, and what the lake adds. */
  private static final String COLUMNS =
      "[_event_id, _event_time, _late, _position, _record_time, _split, _unknown, agent, country,"
          + " event_id, occurred_at, price, session_id, type, url, user_id]";

  private final Connection duckdb;
  private final Set<String> known = new HashSet<>();

  Outputs() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
  }

  /**
   * Whether Parquet files hold each id of the stream once and no other, in the lake's columns and
   * compression.
   *
   * @throws IOException if not
   */
  void checkFiles(Program program, Clicks clicks, Path lake) throws SQLException, IOException {
    // Not what a program puts beside its files: its log, checksums, files not yet committed.
    String files = "'" + lake + "/**/part*'";
    String expected = ids(clicks);
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE VIEW files AS FROM read_parquet("
              + files
              + ", hive_partitioning = false)");
      statement.execute("CREATE OR REPLACE TABLE found AS SELECT event_id::UUID AS id FROM files");
      try (ResultSet names =
          statement.executeQuery("SELECT list_sort(list(name)) FROM pragma_table_info('files')")) {
        names.next();
        if (!COLUMNS.equals(names.getString(1))) {
          throw new IOException(program + " is wrong: its columns are " + names.getString(1));
        }
      }
    }
    check(
        program,
        "column chunks that are not ZSTD",
        count("SELECT count(*) FROM parquet_metadata(" + files + ") WHERE compression <> 'ZSTD'"));
    check(program, "rows more than ids", count("SELECT count(*) - count(DISTINCT id) FROM found"));
    check(program, "ids missing", count(without(expected, "found")));
    check(program, "unknown ids", count(without("found", expected)));
  }

  /**
   * Whether a rollup's rows add up to the stream's ids.
   *
   * @param windows of how many each must be a part
   * @throws IOException if not
   */
  void checkRollup(Program program, Clicks clicks, int windows, Connection postgres, String schema)
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
        windows * count("SELECT count(*) FROM " + ids(clicks)) - counted);
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

  /** The table of the stream's ids, which depend on its length only. */
  private String ids(Clicks clicks) throws SQLException {
    String table = "ids_" + clicks.records();
    if (!known.add(table)) {
      return table;
    }
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id UUID)");
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
              append(rows, Clicks.id(number));
            }
          });
    }
    return table;
  }

  private static String without(String table, String other) {
    return "SELECT count(*) FROM " + table + " ANTI JOIN " + other + " USING (id)";
  }

  private static void append(DuckDBAppender rows, UUID id) {
    try {
      rows.beginRow().append(id).endRow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
