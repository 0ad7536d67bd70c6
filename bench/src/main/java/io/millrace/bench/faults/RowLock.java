package io.millrace.bench.faults;

import io.millrace.local.platform.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds the newest rows of a rollup, which are the ones that the next commit changes. */
final class RowLock implements AutoCloseable {

  private static final int MOST = 1000;

  private final Connection connection;
  private final String table;
  private final int rows;

  private RowLock(Connection connection, String table, int rows) {
    this.connection = connection;
    this.table = table;
    this.rows = rows;
  }

  static RowLock take(Database database) throws SQLException {
    Connection connection = DatabaseFault.connect(database);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String table = rollup(statement);
      int rows = 0;
      try (ResultSet locked =
          statement.executeQuery(
              "SELECT 1 FROM %s ORDER BY window_start DESC LIMIT %d FOR UPDATE"
                  .formatted(table, MOST))) {
        while (locked.next()) {
          rows++;
        }
      }
      return new RowLock(connection, table, rows);
    } catch (SQLException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  /** Lets go of them. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
    }
  }

  @Override
  public String toString() {
    return rows + " rows of " + table;
  }

  private static String rollup(Statement statement) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery(
            "SELECT quote_ident(table_name) FROM information_schema.columns"
                + " WHERE column_name = 'group_id' AND table_name NOT LIKE '%\\_corrections'"
                + " ORDER BY table_name LIMIT 1")) {
      if (!tables.next()) {
        throw new IllegalStateException("there is no rollup's table");
      }
      return tables.getString(1);
    }
  }
}
