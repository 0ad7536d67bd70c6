package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.jspecify.annotations.Nullable;

/** Applies changes within a transaction, in batches of which the driver makes few statements. */
final class RowStatements {

  private static final int BATCH_ROWS = 1024;

  private static final String SETTINGS =
      // A commit that a crash of the server takes back would be lost: Flink has forgotten it by
      // then.
      "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
          + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true),"
          // What a vanished committer has locked must become free for the one that takes over.
          + " set_config('idle_in_transaction_session_timeout', '60s', true)";

  private RowStatements() {}

  /** Begins a transaction. */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
  }

  /** Deletes, then upserts. */
  static void apply(Connection connection, TableChanges changes) throws SQLException, IOException {
    JdbcTable table = changes.table();
    if (changes.deletes() > 0) {
      List<Column> keys =
          table.keyColumns().stream()
              .map(
                  name ->
                      table.columns().stream()
                          .filter(column -> column.name().equals(name))
                          .findFirst()
                          .orElseThrow())
              .toList();
      batch(connection, TableSql.delete(table), keys, changes.deletes(), changes.deletedKeys());
    }
    if (changes.upserts() > 0) {
      batch(connection, TableSql.upsert(table), table.columns(), changes.upserts(), changes.rows());
    }
  }

  private static void batch(
      Connection connection, String sql, List<Column> parameters, int count, byte[] values)
      throws SQLException, IOException {
    DataInputDeserializer in = new DataInputDeserializer(values);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int inBatch = 0;
      for (int row = 0; row < count; row++) {
        for (int i = 0; i < parameters.size(); i++) {
          bind(statement, i + 1, parameters.get(i).type(), ValueCodec.read(in));
        }
        statement.addBatch();
        if (++inBatch == BATCH_ROWS) {
          statement.executeBatch();
          inBatch = 0;
        }
      }
      if (inBatch > 0) {
        statement.executeBatch();
      }
    }
  }

  private static void bind(
      PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, type.jdbcType());
    } else if (value instanceof Instant time) {
      statement.setObject(index, time.atOffset(ZoneOffset.UTC));
    } else {
      statement.setObject(index, value);
    }
  }
}
