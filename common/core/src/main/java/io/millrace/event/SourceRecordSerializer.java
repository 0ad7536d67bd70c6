package io.millrace.event;

import io.millrace.event.SourceRecord.Header;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Split, sequence, offset, record time, key, value, headers. */
final class SourceRecordSerializer extends ImmutableSerializer<SourceRecord> {

  private transient Wire wire = new Wire();

  @Override
  public SourceRecordSerializer duplicate() {
    return new SourceRecordSerializer();
  }

  @Override
  public SourceRecord createInstance() {
    return new SourceRecord("", Position.ofOffset(0), SourceRecord.NO_TIME, null, null, List.of());
  }

  @Override
  public void serialize(SourceRecord record, DataOutputView target) throws IOException {
    wire.writeName(record.split(), target);
    Positions.write(record.position(), target);
    target.writeLong(record.recordTime());
    Wire.writeNullableBytes(record.key(), target);
    Wire.writeNullableBytes(record.value(), target);
    List<Header> headers = record.headers();
    Wire.writeVarint(headers.size(), target);
    for (int i = 0; i < headers.size(); i++) {
      Header header = headers.get(i);
      wire.writeName(header.name(), target);
      Wire.writeNullableBytes(header.value(), target);
    }
  }

  @Override
  public SourceRecord deserialize(DataInputView source) throws IOException {
    String split = wire.readName(source);
    Position position = Positions.read(source);
    long recordTime = source.readLong();
    byte[] key = Wire.readNullableBytes(source);
    byte[] value = Wire.readNullableBytes(source);
    return new SourceRecord(split, position, recordTime, key, value, readHeaders(source));
  }

  private List<Header> readHeaders(DataInputView source) throws IOException {
    int count = Wire.readVarint(source);
    if (count == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(wire.readName(source), Wire.readNullableBytes(source)));
    }
    return List.copyOf(headers);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    wire = new Wire();
  }

  @Override
  public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceRecord> {
    public Snapshot() {
      super(SourceRecordSerializer::new);
    }
  }
}
