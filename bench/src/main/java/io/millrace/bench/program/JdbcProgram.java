package io.millrace.bench.program;

import io.millrace.connectors.jdbc.ColumnType;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.LedgerTables;
import io.millrace.connectors.jdbc.RowChange;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.connectors.jdbc.TwoPhaseJdbcSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Rows a second on the clock into a table like a rollup's: by the sink of the jobs, which commits
 * them with each checkpoint, and by one statement and one commit a row. Each row has a key of its
 * own.
 */
public final class JdbcProgram {

  private static final long BATCHED = 1_500_000;
  private static final long ONE_BY_ONE = 20_000;
  private static final Instant WINDOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final AtomicLong FIRST_ROW = new AtomicLong();

  private static final JdbcTable BY_SINK = table("rows_by_sink");
  private static final JdbcTable BY_ROW = table("rows_one_by_one");

  private JdbcProgram() {}

  /** Arguments: the database's URL, user, the file of its password. */
  public static void main(String[] args) throws Exception {
    String password = Files.readString(Path.of(args[2])).strip();
    JdbcConfig config = JdbcConfig.of(args[0], args[1], password);
    LedgerTables.migrate(config);
    try (Connection connection = DriverManager.getConnection(args[0], args[1], password)) {
      double single = oneByOne(connection);
      double batched = bySink(connection, config);
      System.out.printf("bench-figure rows_a_second_one_by_one %.0f%n", single);
      System.out.printf("bench-figure rows_a_second_by_sink %.0f%n", batched);
    }
  }

  private static double oneByOne(Connection connection) throws SQLException {
    create(connection, BY_ROW);
    long start = System.nanoTime();
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO rows_one_by_one (window_start, country, events, revenue)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (window_start, country) DO UPDATE SET"
                + " events = EXCLUDED.events, revenue = EXCLUDED.revenue")) {
      for (long row = 0; row < ONE_BY_ONE; row++) {
        upsert.setTimestamp(1, Timestamp.from(WINDOW));
        upsert.setString(2, country(row));
        upsert.setLong(3, row);
        upsert.setDouble(4, row / 4.0);
        upsert.executeUpdate();
      }
    }
    return rate(connection, BY_ROW, ONE_BY_ONE, start);
  }

  private static double bySink(Connection connection, JdbcConfig config) throws Exception {
    create(connection, BY_SINK);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSequence(0, BATCHED - 1)
        .map(
            row -> {
              FIRST_ROW.compareAndSet(0, System.nanoTime());
              return RowChange.upsert(BY_SINK.name(), WINDOW, country(row), row, row / 4.0);
            })
        .returns(RowChange.TYPE)
        .sinkTo(new TwoPhaseJdbcSink(config, "bench", "rows", List.of(BY_SINK)));
    env.execute("jdbc");
    return rate(connection, BY_SINK, BATCHED, FIRST_ROW.get());
  }

  /** Rows a second since {@code start}, if the table has them all. */
  private static double rate(Connection connection, JdbcTable table, long rows, long start)
      throws SQLException {
    long nanos = System.nanoTime() - start;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table.name())) {
      result.next();
      if (result.getLong(1) != rows) {
        throw new IllegalStateException(
            table.name() + " has " + result.getLong(1) + " rows instead of " + rows);
      }
    }
    return rows * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }

  private static void create(Connection connection, JdbcTable table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TableDdl.create(table, Optional.empty()));
    }
  }

  private static JdbcTable table(String name) {
    return JdbcTable.named(name)
        .key("window_start", ColumnType.TIMESTAMPTZ)
        .key("country", ColumnType.TEXT)
        .column("events", ColumnType.BIGINT)
        .column("revenue", ColumnType.DOUBLE)
        .build();
  }

  private static String country(long row) {
    return "country-" + row;
  }
}
