package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Committables in checkpoints: each brings its tables' columns along. */
final class JdbcCommittableSerializer implements SimpleVersionedSerializer<JdbcCommittable> {

  /** Version 1 had no columns that the database fills. */
  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(JdbcCommittable committable) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeLong(committable.id().getMostSignificantBits());
    out.writeLong(committable.id().getLeastSignificantBits());
    out.writeInt(committable.writer());
    out.writeInt(committable.changes().size());
    for (TableChanges changes : committable.changes()) {
      writeTable(changes.table(), out);
      out.writeInt(changes.deletes());
      ValueCodec.writeBytes(changes.deletedKeys(), out);
      out.writeInt(changes.upserts());
      ValueCodec.writeBytes(changes.rows(), out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public JdbcCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version < 1 || version > VERSION) {
      throw new IOException("unknown version " + version + " of a JDBC committable");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    UUID id = new UUID(in.readLong(), in.readLong());
    int writer = in.readInt();
    List<TableChanges> changes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      changes.add(
          new TableChanges(
              readTable(version, in),
              in.readInt(),
              ValueCodec.readBytes(in),
              in.readInt(),
              ValueCodec.readBytes(in)));
    }
    return new JdbcCommittable(id, writer, List.copyOf(changes));
  }

  private static void writeTable(JdbcTable table, DataOutputSerializer out) throws IOException {
    out.writeUTF(table.name());
    out.writeInt(table.columns().size());
    for (Column column : table.columns()) {
      out.writeUTF(column.name());
      out.writeUTF(column.type().name());
      out.writeBoolean(column.nullable());
    }
    out.writeInt(table.keyColumns().size());
    for (String key : table.keyColumns()) {
      out.writeUTF(key);
    }
    out.writeInt(table.commitTimes().size());
    for (String column : table.commitTimes()) {
      out.writeUTF(column);
    }
  }

  private static JdbcTable readTable(int version, DataInputDeserializer in) throws IOException {
    String name = in.readUTF();
    List<Column> columns = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      columns.add(new Column(in.readUTF(), ColumnType.valueOf(in.readUTF()), in.readBoolean()));
    }
    List<String> keys = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      keys.add(in.readUTF());
    }
    List<String> commitTimes = new ArrayList<>();
    for (int left = version == 1 ? 0 : in.readInt(); left > 0; left--) {
      commitTimes.add(in.readUTF());
    }
    return new JdbcTable(name, columns, keys, commitTimes, "");
  }
}
