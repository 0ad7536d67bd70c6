package io.millrace.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The source record, then the reason by its stable code, path, message. */
final class RejectionSerializer extends ImmutableSerializer<Rejection> {

  private final SourceRecordSerializer sources = new SourceRecordSerializer();

  @Override
  public RejectionSerializer duplicate() {
    return new RejectionSerializer();
  }

  @Override
  public Rejection createInstance() {
    return new Rejection(sources.createInstance(), RejectReason.NULL_RECORD, "$", "");
  }

  @Override
  public void serialize(Rejection rejection, DataOutputView target) throws IOException {
    sources.serialize(rejection.source(), target);
    Wire.writeText(rejection.reason().code(), target);
    Wire.writeText(rejection.path(), target);
    Wire.writeText(rejection.message(), target);
  }

  @Override
  public Rejection deserialize(DataInputView source) throws IOException {
    return new Rejection(
        sources.deserialize(source),
        RejectReason.ofCode(Wire.readText(source)),
        Wire.readText(source),
        Wire.readText(source));
  }

  @Override
  public TypeSerializerSnapshot<Rejection> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Rejection> {
    public Snapshot() {
      super(RejectionSerializer::new);
    }
  }
}
