package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the last change of each key after a second, at so many keys, and before each checkpoint;
 * all at once, in one transaction. Holds nothing at a checkpoint, so it has no state.
 */
final class UpsertWriter implements SinkWriter<RowChange> {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final int MOST_ROWS = 10_000;
  private static final int PART_BYTES = 8 << 20;

  private final PendingChanges pending;
  private final PatientConnection connection;
  private final ProcessingTimeService timers;
  private final Counter rowsOut;
  private @Nullable ScheduledFuture<?> timer;

  UpsertWriter(
      List<JdbcTable> tables,
      PatientConnection connection,
      ProcessingTimeService timers,
      Counter rowsOut) {
    this.pending = new PendingChanges(tables, PART_BYTES);
    this.connection = connection;
    this.timers = timers;
    this.rowsOut = rowsOut;
  }

  @Override
  public void write(RowChange change, Context context) throws IOException, InterruptedException {
    pending.put(change);
    if (pending.rows() >= MOST_ROWS) {
      writePending();
    } else if (timer == null) {
      timer =
          timers.registerTimer(
              timers.getCurrentProcessingTime() + LONGEST_WAIT.toMillis(),
              time -> {
                timer = null;
                writePending();
              });
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    writePending();
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.cancel(false);
    }
    connection.close();
  }

  private void writePending() throws IOException, InterruptedException {
    if (pending.rows() == 0) {
      return;
    }
    List<TableChanges> changes = pending.drain();
    connection.run(() -> new OneTransaction(changes));
    rowsOut.inc(changes.stream().mapToLong(TableChanges::count).sum());
  }

  private static final class OneTransaction implements PatientConnection.Transaction<Boolean> {
    private final List<TableChanges> changes;
    private String place = "at its beginning";

    OneTransaction(List<TableChanges> changes) {
      this.changes = changes;
    }

    @Override
    public Boolean run(Connection connection) throws SQLException, IOException {
      RowStatements.begin(connection);
      for (TableChanges ofTable : changes) {
        place = "in table " + Identifiers.quoted(ofTable.table().name());
        RowStatements.apply(connection, ofTable);
      }
      place = "at its commit";
      connection.commit();
      return true;
    }

    @Override
    public String place() {
      return place;
    }
  }
}
