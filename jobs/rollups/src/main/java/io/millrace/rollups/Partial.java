package io.millrace.rollups;

import io.millrace.event.ImmutableSerializer;
import io.millrace.event.ImmutableTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * What one subtask saw of a group in a part of a slice. Immutable.
 *
 * @param key see {@link Rollup#key}
 * @param part see {@link Windows#part}
 * @param state accumulators as {@link io.millrace.aggregate.Measures#bytes} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Partial(String key, long part, byte[] state) {

  static final TypeInformation<Partial> TYPE =
      new ImmutableTypeInformation<>(Partial.class, new Serializer());

  static final class Serializer extends ImmutableSerializer<Partial> {
    private static final long serialVersionUID = 1L;

    @Override
    public Serializer duplicate() {
      return this;
    }

    @Override
    public Partial createInstance() {
      return new Partial("", 0, new byte[0]);
    }

    @Override
    public void serialize(Partial partial, DataOutputView target) throws IOException {
      StringValue.writeString(partial.key(), target);
      target.writeLong(partial.part());
      target.writeInt(partial.state().length);
      target.write(partial.state());
    }

    @Override
    public Partial deserialize(DataInputView source) throws IOException {
      String key = StringValue.readString(source);
      long part = source.readLong();
      byte[] state = new byte[source.readInt()];
      source.readFully(state);
      return new Partial(key, part, state);
    }

    @Override
    public TypeSerializerSnapshot<Partial> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Partial> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}
