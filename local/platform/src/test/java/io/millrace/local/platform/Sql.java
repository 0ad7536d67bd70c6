package io.millrace.local.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Single statements against a platform's database. */
final class Sql {

  private Sql() {}

  static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  static String single(Database database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new SQLException("No row: " + query);
      }
      return rows.getString(1);
    }
  }

  /** What the server says to these credentials: a SQLSTATE, or {@code connected to …}. */
  static String login(Database database, String user, String password) {
    try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), user, password)) {
      return "connected to " + connection.getCatalog();
    } catch (SQLException refused) {
      return refused.getSQLState();
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
