package io.millrace.connectors.jdbc;

import io.millrace.event.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Writes a {@link RowChange}: table, kind, then each value with its type's tag. */
final class RowChangeSerializer extends ImmutableSerializer<RowChange> {

  @Override
  public RowChangeSerializer duplicate() {
    return this;
  }

  @Override
  public RowChange createInstance() {
    return RowChange.upsert("");
  }

  @Override
  public void serialize(RowChange change, DataOutputView target) throws IOException {
    StringValue.writeString(change.table(), target);
    target.writeBoolean(change.kind() == RowChange.Kind.UPSERT);
    target.writeInt(change.values().length);
    for (Object value : change.values()) {
      ValueCodec.write(value, target);
    }
  }

  @Override
  public RowChange deserialize(DataInputView source) throws IOException {
    String table = StringValue.readString(source);
    RowChange.Kind kind = source.readBoolean() ? RowChange.Kind.UPSERT : RowChange.Kind.DELETE;
    @Nullable Object[] values = new @Nullable Object[source.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ValueCodec.read(source);
    }
    return new RowChange(table, kind, values);
  }

  @Override
  public TypeSerializerSnapshot<RowChange> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: the class is all there is to know. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowChange> {
    /** Called by Flink. */
    public Snapshot() {
      super(RowChangeSerializer::new);
    }
  }
}
