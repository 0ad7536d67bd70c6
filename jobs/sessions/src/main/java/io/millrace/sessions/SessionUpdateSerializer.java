package io.millrace.sessions;

import io.millrace.event.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Field by field. */
final class SessionUpdateSerializer extends ImmutableSerializer<SessionUpdate> {

  @Override
  public SessionUpdateSerializer duplicate() {
    return this;
  }

  @Override
  public SessionUpdate createInstance() {
    return SessionUpdate.delete(KEYS.createInstance(), 0);
  }

  @Override
  public void serialize(SessionUpdate value, DataOutputView target) throws IOException {
    target.writeByte(value.kind().code());
    KEYS.serialize(value.key(), target);
    target.writeLong(value.start());
    target.writeLong(value.end());
    target.writeInt(value.revision());
    SessionKeySerializer.writeBytes(value.totals(), target);
  }

  @Override
  public SessionUpdate deserialize(DataInputView source) throws IOException {
    return new SessionUpdate(
        SessionUpdate.Kind.of(source.readByte()),
        KEYS.deserialize(source),
        source.readLong(),
        source.readLong(),
        source.readInt(),
        SessionKeySerializer.readBytes(source));
  }

  private static final SessionKeySerializer KEYS = new SessionKeySerializer();

  @Override
  public TypeSerializerSnapshot<SessionUpdate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SessionUpdate> {
    public Snapshot() {
      super(SessionUpdateSerializer::new);
    }
  }
}
