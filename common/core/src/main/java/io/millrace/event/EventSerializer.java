package io.millrace.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The source record, then id, its hash, event time, row, its hash, late. */
final class EventSerializer extends ImmutableSerializer<Event> {

  private static final byte[] NO_BYTES = {};

  private final SourceRecordSerializer sources = new SourceRecordSerializer();

  @Override
  public EventSerializer duplicate() {
    return new EventSerializer();
  }

  @Override
  public Event createInstance() {
    return new Event(sources.createInstance(), NO_BYTES, 0, 0, NO_BYTES, 0, false);
  }

  @Override
  public void serialize(Event event, DataOutputView target) throws IOException {
    sources.serialize(event.source(), target);
    Wire.writeBytes(event.id(), target);
    target.writeLong(event.idHash());
    target.writeLong(event.eventTime());
    Wire.writeBytes(event.row(), target);
    target.writeLong(event.contentHash());
    target.writeBoolean(event.late());
  }

  @Override
  public Event deserialize(DataInputView source) throws IOException {
    return new Event(
        sources.deserialize(source),
        Wire.readBytes(source),
        source.readLong(),
        source.readLong(),
        Wire.readBytes(source),
        source.readLong(),
        source.readBoolean());
  }

  @Override
  public TypeSerializerSnapshot<Event> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Event> {
    public Snapshot() {
      super(EventSerializer::new);
    }
  }
}
