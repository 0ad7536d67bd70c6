package io.millrace.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections the way all of Millrace's JDBC work wants them. */
public final class JdbcConnections {

  private JdbcConnections() {}

  /**
   * A new connection: it batches inserts, gives up on a silent server, and keeps values out of its
   * error messages.
   *
   * @param purpose shown in {@code pg_stat_activity}
   */
  public static Connection open(JdbcConfig config, String purpose) throws SQLException {
    Properties properties = new Properties();
    if (config.user() != null) {
      PGProperty.USER.set(properties, config.user());
    }
    config.secret().ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret.reveal()));
    PGProperty.CURRENT_SCHEMA.set(properties, config.schema());
    PGProperty.APPLICATION_NAME.set(properties, "millrace " + purpose);
    PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(config.connectTimeout()));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds(config.connectTimeout()));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(config.socketTimeout()));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    // Not through DriverManager, which looks for drivers in the class loader of Flink, not the
    // job's.
    Connection connection = new Driver().connect(config.url(), properties);
    if (connection == null) {
      throw new SQLException("not a PostgreSQL URL: " + config.address(), "08001");
    }
    return connection;
  }

  private static int seconds(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toSeconds()));
  }
}
