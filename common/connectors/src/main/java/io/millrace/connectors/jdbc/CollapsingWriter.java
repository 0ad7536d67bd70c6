package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.Counter;

/**
 * Keeps the last change of each key since the last checkpoint, and hands all over at the next. What
 * it holds belongs to no checkpoint yet, so it has no state: a recovery replays it.
 */
final class CollapsingWriter implements CommittingSinkWriter<RowChange, JdbcCommittable> {

  /**
   * Beyond this, a checkpoint's rows make several committables (of one transaction all the same).
   */
  private static final int COMMITTABLE_BYTES = 8 << 20;

  private final int subtask;
  private final Counter rowsOut;
  private final PendingChanges pending;

  CollapsingWriter(List<JdbcTable> tables, int subtask, Counter rowsOut) {
    this.subtask = subtask;
    this.rowsOut = rowsOut;
    this.pending = new PendingChanges(tables, COMMITTABLE_BYTES);
  }

  @Override
  public void write(RowChange change, Context context) throws IOException {
    pending.put(change);
  }

  @Override
  public void flush(boolean endOfInput) {
    // Nothing leaves before the checkpoint is complete.
  }

  @Override
  public Collection<JdbcCommittable> prepareCommit() throws IOException {
    List<JdbcCommittable> committables = new ArrayList<>();
    List<TableChanges> open = new ArrayList<>();
    int openBytes = 0;
    for (TableChanges changes : pending.drain()) {
      int bytes = changes.rows().length + changes.deletedKeys().length;
      if (!open.isEmpty() && openBytes + bytes > COMMITTABLE_BYTES) {
        committables.add(committable(open));
        open.clear();
        openBytes = 0;
      }
      open.add(changes);
      openBytes += bytes;
    }
    if (!open.isEmpty()) {
      committables.add(committable(open));
    }
    return committables;
  }

  @Override
  public void close() {
    pending.clear();
  }

  private JdbcCommittable committable(List<TableChanges> changes) {
    JdbcCommittable committable =
        new JdbcCommittable(UUID.randomUUID(), subtask, List.copyOf(changes));
    rowsOut.inc(committable.count());
    return committable;
  }
}
