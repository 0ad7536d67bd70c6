package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * One transaction that applies committables and leaves a marker row for each. A committable whose
 * marker is there already changes nothing.
 */
final class CommitTransaction implements PatientConnection.Transaction<boolean[]> {

  private static final int MARKERS_PRUNED_A_COMMIT = 100;

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

  private final List<JdbcCommittable> committables;
  private final String job;
  private final String sink;
  private final Duration markerRetention;
  private String place = "at its beginning";

  CommitTransaction(
      List<JdbcCommittable> committables, String job, String sink, Duration markerRetention) {
    this.committables = List.copyOf(committables);
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
  @Override
  public boolean[] run(Connection connection) throws SQLException, IOException {
    RowStatements.begin(connection);
    boolean[] applied = new boolean[committables.size()];
    for (int i = 0; i < applied.length; i++) {
      JdbcCommittable committable = committables.get(i);
      place = "in the marker table millrace_commit";
      applied[i] = mark(connection, committable);
      if (applied[i]) {
        for (TableChanges changes : committable.changes()) {
          place = "in table " + Identifiers.quoted(changes.table().name());
          RowStatements.apply(connection, changes);
        }
      }
    }
    place = "in the marker table millrace_commit";
    prune(connection);
    place = "at its commit";
    connection.commit();
    return applied;
  }

  @Override
  public String place() {
    return place;
  }

  private boolean mark(Connection connection, JdbcCommittable committable) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MARK)) {
      statement.setObject(1, committable.id());
      statement.setString(2, job);
      statement.setString(3, sink);
      statement.setInt(4, committable.writer());
      statement.setLong(5, committable.count());
      return statement.executeUpdate() == 1;
    }
  }

  private void prune(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PRUNE)) {
      statement.setString(1, job);
      statement.setString(2, sink);
      statement.setLong(3, markerRetention.toSeconds());
      statement.executeUpdate();
    }
  }
}
