package io.millrace.ledger;

import io.millrace.event.ImmutableSerializer;
import io.millrace.event.Positions;
import io.millrace.ledger.RollupPage.Missed;
import io.millrace.ledger.RollupPage.Window;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes a {@link RollupPage} field by field. */
final class RollupPageSerializer extends ImmutableSerializer<RollupPage> {

  @Override
  public RollupPageSerializer duplicate() {
    return this;
  }

  @Override
  public RollupPage createInstance() {
    return new RollupPage("", "", "", 0, 0, 0, Map.of());
  }

  @Override
  public void serialize(RollupPage page, DataOutputView target) throws IOException {
    StringValue.writeString(page.writer(), target);
    StringValue.writeString(page.split(), target);
    StringValue.writeString(page.rollup(), target);
    target.writeLong(page.counted());
    target.writeLong(page.filtered());
    target.writeLong(page.tooLate());
    target.writeInt(page.missed().size());
    for (Map.Entry<Window, Missed> missed : page.missed().entrySet()) {
      target.writeLong(missed.getKey().start());
      target.writeLong(missed.getKey().end());
      target.writeLong(missed.getValue().records());
      Positions.write(missed.getValue().first(), target);
      Positions.write(missed.getValue().last(), target);
    }
  }

  @Override
  public RollupPage deserialize(DataInputView source) throws IOException {
    return new RollupPage(
        StringValue.readString(source),
        StringValue.readString(source),
        StringValue.readString(source),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        readMissed(source));
  }

  private static Map<Window, Missed> readMissed(DataInputView source) throws IOException {
    Map<Window, Missed> missed = new HashMap<>();
    for (int left = source.readInt(); left > 0; left--) {
      missed.put(
          new Window(source.readLong(), source.readLong()),
          new Missed(source.readLong(), Positions.read(source), Positions.read(source)));
    }
    return missed;
  }

  @Override
  public TypeSerializerSnapshot<RollupPage> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RollupPage> {
    public Snapshot() {
      super(RollupPageSerializer::new);
    }
  }
}
