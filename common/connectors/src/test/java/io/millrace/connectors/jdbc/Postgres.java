package io.millrace.connectors.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real PostgreSQL of a test's own. Can be stopped and started again on the same port and data.
 */
final class Postgres implements AutoCloseable {

  static {
    // The driver asserts that a batch's connection is open; the tests kill it in a batch. Without
    // assertions, as in a cluster, it reports the error.
    Postgres.class.getClassLoader().setPackageAssertionStatus("org.postgresql", false);
  }

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  Postgres(Path data) throws IOException {
    this.data = data;
    this.server = builder().start();
    this.port = server.getPort();
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        // What is committed must outlive a stop: the tests are about nothing else.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("max_connections", "60");
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  JdbcConfig config() {
    return new JdbcConfig(
        url(),
        "postgres",
        null,
        "public",
        Duration.ofMinutes(2),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofDays(14));
  }

  void stop() throws IOException {
    server.close();
  }

  void start() throws IOException {
    server = builder().setPort(port).start();
  }

  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows as their columns' texts, joined by {@code |}. */
  List<String> rows(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i : IntStream.rangeClosed(1, columns).toArray()) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(values.stream().collect(Collectors.joining("|")));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).get(0));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
