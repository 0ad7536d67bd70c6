package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class SqlFailureTest {

  @Test
  void connectionThatFailedSaysWhy() {
    assertThat(
            SqlFailure.of(
                new PSQLException(
                    "The connection attempt failed.",
                    PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                    new UnknownHostException("database.internal"))))
        .isEqualTo(
            new SqlFailure(
                true,
                "SQL state 08001 (connection), The connection attempt failed., UnknownHostException"));
  }

  @Test
  void batchSaysItToo() {
    SQLException batch = new SQLException("Batch entry 0 INSERT … was aborted");
    batch.setNextException(
        new PSQLException("lost", PSQLState.CONNECTION_FAILURE, new ConnectException("refused")));
    assertThat(SqlFailure.of(batch))
        .isEqualTo(new SqlFailure(true, "SQL state 08006 (connection), lost, ConnectException"));
  }

  @Test
  void messagesThatMayHoldValuesAreNotTold() {
    assertThat(
            SqlFailure.of(
                new PSQLException("Key (id)=(secret) exists", PSQLState.UNIQUE_VIOLATION)))
        .isEqualTo(new SqlFailure(false, "SQL state 23505 (a constraint of the table)"));
  }
}
