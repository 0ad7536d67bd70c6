package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * One transaction that applies committables and leaves a marker row for each. A committable whose
 * marker is there already changes nothing.
 */
final class CommitTransaction {

  private static final int BATCH_ROWS = 1024;
  private static final int MARKERS_PRUNED_A_COMMIT = 100;

  private static final String SETTINGS =
      // A commit that a crash of the server takes back would be lost: Flink has forgotten it by
      // then.
      "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
          + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true),"
          // What a vanished committer has locked must become free for the one that takes over.
          + " set_config('idle_in_transaction_session_timeout', '60s', true)";

  /** Waits for another transaction that has just inserted the same marker, and yields to it. */
  private static final String MARK =
      "INSERT INTO millrace_commit (committable, job, sink, writer, row_count)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (committable) DO NOTHING";

  private static final String PRUNE =
      "DELETE FROM millrace_commit WHERE committable IN (SELECT committable FROM millrace_commit"
          + " WHERE job = ? AND sink = ? AND committed_at < now() - ? * INTERVAL '1 second'"
          + " ORDER BY committed_at LIMIT "
          + MARKERS_PRUNED_A_COMMIT
          + " FOR UPDATE SKIP LOCKED)";

  private final Connection connection;
  private final String job;
  private final String sink;
  private final Duration markerRetention;
  private String place = "at its beginning";

  CommitTransaction(Connection connection, String job, String sink, Duration markerRetention) {
    this.connection = connection;
    this.job = job;
    this.sink = sink;
    this.markerRetention = markerRetention;
  }

  /**
   * Applies all and commits. When it throws, nothing is applied, or (if the commit's answer was
   * lost) all: another attempt sees which.
   *
   * @return for each committable whether it was applied now; false: it had been before
   */
  boolean[] run(List<JdbcCommittable> committables) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    boolean[] applied = new boolean[committables.size()];
    for (int i = 0; i < applied.length; i++) {
      JdbcCommittable committable = committables.get(i);
      place = "in the marker table millrace_commit";
      applied[i] = mark(committable);
      if (applied[i]) {
        for (TableChanges changes : committable.changes()) {
          place = "in table " + Identifiers.quoted(changes.table().name());
          apply(changes);
        }
      }
    }
    place = "in the marker table millrace_commit";
    prune();
    place = "at its commit";
    connection.commit();
    return applied;
  }

  /** Where it is, or was when it failed; for messages. */
  String place() {
    return place;
  }

  private boolean mark(JdbcCommittable committable) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MARK)) {
      statement.setObject(1, committable.id());
      statement.setString(2, job);
      statement.setString(3, sink);
      statement.setInt(4, committable.writer());
      statement.setLong(5, committable.count());
      return statement.executeUpdate() == 1;
    }
  }

  private void prune() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PRUNE)) {
      statement.setString(1, job);
      statement.setString(2, sink);
      statement.setLong(3, markerRetention.toSeconds());
      statement.executeUpdate();
    }
  }

  private void apply(TableChanges changes) throws SQLException, IOException {
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
      batch(TableSql.delete(table), keys, changes.deletes(), changes.deletedKeys());
    }
    if (changes.upserts() > 0) {
      batch(TableSql.upsert(table), table.columns(), changes.upserts(), changes.rows());
    }
  }

  private void batch(String sql, List<Column> parameters, int count, byte[] values)
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
