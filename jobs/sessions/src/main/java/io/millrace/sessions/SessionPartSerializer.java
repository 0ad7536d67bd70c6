package io.millrace.sessions;

import io.millrace.event.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Field by field. */
final class SessionPartSerializer extends ImmutableSerializer<SessionPart> {

  @Override
  public SessionPartSerializer duplicate() {
    return this;
  }

  @Override
  public SessionPart createInstance() {
    return new SessionPart(KEYS.createInstance(), 0, 0, new byte[0]);
  }

  @Override
  public void serialize(SessionPart value, DataOutputView target) throws IOException {
    KEYS.serialize(value.key(), target);
    target.writeLong(value.first());
    target.writeLong(value.last());
    SessionKeySerializer.writeBytes(value.totals(), target);
  }

  @Override
  public SessionPart deserialize(DataInputView source) throws IOException {
    return new SessionPart(
        KEYS.deserialize(source),
        source.readLong(),
        source.readLong(),
        SessionKeySerializer.readBytes(source));
  }

  private static final SessionKeySerializer KEYS = new SessionKeySerializer();

  @Override
  public TypeSerializerSnapshot<SessionPart> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SessionPart> {
    public Snapshot() {
      super(SessionPartSerializer::new);
    }
  }
}
