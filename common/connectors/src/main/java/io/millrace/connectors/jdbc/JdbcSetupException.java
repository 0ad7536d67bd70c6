package io.millrace.connectors.jdbc;

import java.sql.SQLException;

/** The database is not as a job needs it before it can start. */
public final class JdbcSetupException extends RuntimeException {

  JdbcSetupException(String message) {
    super(message);
  }

  /** Without the driver's own exception: its message may hold what must not be shown. */
  static JdbcSetupException of(String what, JdbcConfig config, SQLException failure) {
    return new JdbcSetupException(
        what + " at " + config.address() + ": " + SqlFailure.of(failure).description());
  }
}
