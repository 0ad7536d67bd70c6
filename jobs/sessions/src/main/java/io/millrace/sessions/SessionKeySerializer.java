package io.millrace.sessions;

import io.millrace.event.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The name of the definition, then the values. */
final class SessionKeySerializer extends ImmutableSerializer<SessionKey> {

  @Override
  public SessionKeySerializer duplicate() {
    return this;
  }

  @Override
  public SessionKey createInstance() {
    return new SessionKey("", new byte[0]);
  }

  @Override
  public void serialize(SessionKey value, DataOutputView target) throws IOException {
    StringValue.writeString(value.session(), target);
    writeBytes(value.values(), target);
  }

  @Override
  public SessionKey deserialize(DataInputView source) throws IOException {
    return new SessionKey(StringValue.readString(source), readBytes(source));
  }

  static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  static byte[] readBytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<SessionKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SessionKey> {
    public Snapshot() {
      super(SessionKeySerializer::new);
    }
  }
}
