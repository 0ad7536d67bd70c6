package io.millrace.local.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Who may connect: one role by password, its database, and nobody else. */
final class Access {

  static final String USER = "millrace";
  static final String DATABASE = "millrace";

  /** Passwords stand in SQL text; this leaves nothing to escape. */
  private static final Pattern PASSWORD_FORM = Pattern.compile("[A-Za-z0-9]{16,}");

  private static final String BY_PASSWORD =
      """
      # Written by Millrace: a password from everybody, this machine's root included.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private Access() {}

  /**
   * Sets up the role, its database and the password on the first start of a data folder; a folder
   * that has them stays as it is. The server trusts every local connection until this has returned
   * for the first time.
   */
  static void restrict(EmbeddedPostgres server, Path data, String password)
      throws IOException, SQLException {
    Path rules = data.resolve("pg_hba.conf");
    if (Files.readString(rules).equals(BY_PASSWORD)) {
      return;
    }
    if (!PASSWORD_FORM.matcher(password).matches()) {
      throw new IllegalArgumentException("A password of 16 or more letters and digits is needed");
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
        statement.execute("CREATE ROLE " + USER + " LOGIN");
      }
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
      }
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
      Files.writeString(rules, BY_PASSWORD);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
