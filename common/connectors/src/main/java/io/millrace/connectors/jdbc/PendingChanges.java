package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The last change of each key since it was last emptied. Not thread-safe. */
final class PendingChanges {

  private final int partBytes;
  private final Map<String, PendingTable> tables = new LinkedHashMap<>();
  private int rows;

  /**
   * Of no change yet.
   *
   * @param partBytes a table's changes come out in parts of about this size at the most
   */
  PendingChanges(List<JdbcTable> tables, int partBytes) {
    this.partBytes = partBytes;
    for (JdbcTable table : tables) {
      this.tables.put(table.name(), new PendingTable(table));
    }
  }

  /** Throws {@link IllegalArgumentException} for a change that fits no table. */
  void put(RowChange change) throws IOException {
    PendingTable pending = tables.get(change.table());
    if (pending == null) {
      throw new IllegalArgumentException(
          "table " + change.table() + " is not one of this sink's: " + tables.keySet());
    }
    if (pending.put(change)) {
      rows++;
    }
  }

  /** How many keys have changed. */
  int rows() {
    return rows;
  }

  /** Takes all out, table by table in the order that the sink was given them. */
  List<TableChanges> drain() throws IOException {
    List<TableChanges> changes = new ArrayList<>();
    for (PendingTable pending : tables.values()) {
      changes.addAll(pending.drain(partBytes));
    }
    rows = 0;
    return changes;
  }

  void clear() {
    tables.clear();
    rows = 0;
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

    /** Returns whether the key had no change yet. */
    boolean put(RowChange change) throws IOException {
      Key key = new Key(encoder.key(change));
      return rows.put(key, new Row(change.kind(), encoder.row(change))) == null;
    }

    List<TableChanges> drain(int partBytes) throws IOException {
      List<TableChanges> parts = new ArrayList<>();
      Part part = new Part();
      for (Row row : rows.values()) {
        if (part.bytes() + row.bytes().length > partBytes && part.bytes() > 0) {
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
