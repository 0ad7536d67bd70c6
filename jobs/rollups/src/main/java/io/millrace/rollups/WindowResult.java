package io.millrace.rollups;

import io.millrace.event.ImmutableSerializer;
import io.millrace.event.ImmutableTypeInformation;
import io.millrace.ledger.RollupPage;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * What a window of a group came to, or came to anew. Immutable.
 *
 * @param window its times
 * @param group see {@link Rollup#group}
 * @param revision 1 when the window fires, then one more with each change
 * @param old the measures of the revision before, as {@link Rollup#results} writes them; null for
 *     the first
 * @param measures the measures now
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record WindowResult(
    String rollup,
    RollupPage.Window window,
    byte[] group,
    long revision,
    byte @Nullable [] old,
    byte[] measures) {

  static final TypeInformation<WindowResult> TYPE =
      new ImmutableTypeInformation<>(WindowResult.class, new Serializer());

  static final class Serializer extends ImmutableSerializer<WindowResult> {
    private static final long serialVersionUID = 1L;

    @Override
    public Serializer duplicate() {
      return this;
    }

    @Override
    public WindowResult createInstance() {
      return new WindowResult("", new RollupPage.Window(0, 0), new byte[0], 0, null, new byte[0]);
    }

    @Override
    public void serialize(WindowResult result, DataOutputView target) throws IOException {
      StringValue.writeString(result.rollup(), target);
      target.writeLong(result.window().start());
      target.writeLong(result.window().end());
      writeBytes(result.group(), target);
      target.writeLong(result.revision());
      target.writeBoolean(result.old() != null);
      if (result.old() != null) {
        writeBytes(result.old(), target);
      }
      writeBytes(result.measures(), target);
    }

    @Override
    public WindowResult deserialize(DataInputView source) throws IOException {
      return new WindowResult(
          StringValue.readString(source),
          new RollupPage.Window(source.readLong(), source.readLong()),
          readBytes(source),
          source.readLong(),
          source.readBoolean() ? readBytes(source) : null,
          readBytes(source));
    }

    private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
      target.writeInt(bytes.length);
      target.write(bytes);
    }

    private static byte[] readBytes(DataInputView source) throws IOException {
      byte[] bytes = new byte[source.readInt()];
      source.readFully(bytes);
      return bytes;
    }

    @Override
    public TypeSerializerSnapshot<WindowResult> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<WindowResult> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}
