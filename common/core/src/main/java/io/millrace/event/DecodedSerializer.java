package io.millrace.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Whether it is an event, then the event or the rejection. */
final class DecodedSerializer extends ImmutableSerializer<Decoded> {

  private final EventSerializer events = new EventSerializer();
  private final RejectionSerializer rejections = new RejectionSerializer();

  @Override
  public DecodedSerializer duplicate() {
    return new DecodedSerializer();
  }

  @Override
  public Decoded createInstance() {
    return rejections.createInstance();
  }

  @Override
  public void serialize(Decoded decoded, DataOutputView target) throws IOException {
    if (decoded instanceof Event event) {
      target.writeBoolean(true);
      events.serialize(event, target);
    } else {
      target.writeBoolean(false);
      rejections.serialize((Rejection) decoded, target);
    }
  }

  @Override
  public Decoded deserialize(DataInputView source) throws IOException {
    return source.readBoolean() ? events.deserialize(source) : rejections.deserialize(source);
  }

  @Override
  public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
    public Snapshot() {
      super(DecodedSerializer::new);
    }
  }
}
