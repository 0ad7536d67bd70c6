package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.core.memory.DataOutputSerializer;
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
  private final Map<String, PendingTable> tables = new LinkedHashMap<>();

  CollapsingWriter(List<JdbcTable> tables, int subtask, Counter rowsOut) {
    this.subtask = subtask;
    this.rowsOut = rowsOut;
    for (JdbcTable table : tables) {
      this.tables.put(table.name(), new PendingTable(table));
    }
  }

  @Override
  public void write(RowChange change, Context context) throws IOException {
    PendingTable pending = tables.get(change.table());
    if (pending == null) {
      throw new IllegalArgumentException(
          "table " + change.table() + " is not one of this sink's: " + tables.keySet());
    }
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
    for (PendingTable pending : tables.values()) {
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
    }
    if (!open.isEmpty()) {
      committables.add(committable(open));
    }
    return committables;
  }

  @Override
  public void close() {
    tables.clear();
  }

  private JdbcCommittable committable(List<TableChanges> changes) {
    JdbcCommittable committable =
        new JdbcCommittable(UUID.randomUUID(), subtask, List.copyOf(changes));
    rowsOut.inc(committable.count());
    return committable;
  }

  /** The changes of one table so far. */
  private static final class PendingTable {
    private final JdbcTable table;
    private final RowEncoder encoder;
    private final Map<Key, Row> rows = new LinkedHashMap<>();

    PendingTable(JdbcTable table) {
      this.table = table;
      this.encoder = new RowEncoder(table);
    }

    void put(RowChange change) throws IOException {
      Key key = new Key(encoder.key(change));
      rows.put(key, new Row(change.kind(), encoder.row(change)));
    }

    List<TableChanges> drain() throws IOException {
      List<TableChanges> parts = new ArrayList<>();
      Part part = new Part();
      for (Row row : rows.values()) {
        if (part.bytes() + row.bytes().length > COMMITTABLE_BYTES && part.bytes() > 0) {
          parts.add(part.changes(table));
          part = new Part();
        }
        part.add(row);
      }
      if (part.bytes() > 0) {
        parts.add(part.changes(table));
      }
      rows.clear();
      return parts;
    }
  }

  /** Rows on their way into one {@link TableChanges}. */
  private static final class Part {
    private final DataOutputSerializer deletedKeys = new DataOutputSerializer(64);
    private final DataOutputSerializer upsertedRows = new DataOutputSerializer(1024);
    private int deletes;
    private int upserts;

    void add(Row row) throws IOException {
      if (row.kind() == RowChange.Kind.DELETE) {
        deletes++;
        deletedKeys.write(row.bytes());
      } else {
        upserts++;
        upsertedRows.write(row.bytes());
      }
    }

    int bytes() {
      return deletedKeys.length() + upsertedRows.length();
    }

    TableChanges changes(JdbcTable table) {
      return new TableChanges(
          table, deletes, deletedKeys.getCopyOfBuffer(), upserts, upsertedRows.getCopyOfBuffer());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Equality is what the two methods below say.
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Row(RowChange.Kind kind, byte[] bytes) {}
}
