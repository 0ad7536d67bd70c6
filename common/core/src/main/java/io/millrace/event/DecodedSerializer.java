package io.millrace.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** What it is, then the event, the rejection or the gap. */
final class DecodedSerializer extends ImmutableSerializer<Decoded> {

  private static final byte REJECTION = 0;
  private static final byte EVENT = 1;
  private static final byte MISSING = 2;

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
      target.writeByte(EVENT);
      events.serialize(event, target);
    } else if (decoded instanceof Rejection rejection) {
      target.writeByte(REJECTION);
      rejections.serialize(rejection, target);
    } else {
      MissingRecords missing = (MissingRecords) decoded;
      target.writeByte(MISSING);
      StringValue.writeString(missing.split(), target);
      Positions.write(missing.first(), target);
      Positions.writeNullable(missing.last(), target);
      Positions.write(missing.next(), target);
    }
  }

  @Override
  public Decoded deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case EVENT -> events.deserialize(source);
      case REJECTION -> rejections.deserialize(source);
      case MISSING -> missing(source);
      default -> throw new IOException("no kind of decoded record: " + kind);
    };
  }

  @Override
  public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
    return new Snapshot();
  }

  private static MissingRecords missing(DataInputView source) throws IOException {
    return new MissingRecords(
        StringValue.readString(source),
        Positions.read(source),
        Positions.readNullable(source),
        Positions.read(source));
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
    public Snapshot() {
      super(DecodedSerializer::new);
    }
  }
}
