package io.millrace.connectors.parquet;

import io.millrace.event.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The folder, then the row's length and bytes. */
final class FiledRowSerializer extends ImmutableSerializer<FiledRow> {

  @Override
  public FiledRowSerializer duplicate() {
    return this;
  }

  @Override
  public FiledRow createInstance() {
    return new FiledRow("", new byte[0]);
  }

  @Override
  public void serialize(FiledRow filed, DataOutputView target) throws IOException {
    StringValue.writeString(filed.folder(), target);
    target.writeInt(filed.row().length);
    target.write(filed.row());
  }

  @Override
  public FiledRow deserialize(DataInputView source) throws IOException {
    String folder = StringValue.readString(source);
    byte[] row = new byte[source.readInt()];
    source.readFully(row);
    return new FiledRow(folder, row);
  }

  @Override
  public TypeSerializerSnapshot<FiledRow> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FiledRow> {
    public Snapshot() {
      super(FiledRowSerializer::new);
    }
  }
}
