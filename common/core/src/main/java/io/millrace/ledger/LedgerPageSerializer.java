package io.millrace.ledger;

import io.millrace.event.ImmutableSerializer;
import io.millrace.event.MissingRecords;
import io.millrace.event.Positions;
import io.millrace.event.RejectReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link LedgerPage} field by field; reasons by their stable code, so that the enum may
 * grow.
 */
final class LedgerPageSerializer extends ImmutableSerializer<LedgerPage> {

  @Override
  public LedgerPageSerializer duplicate() {
    return this;
  }

  @Override
  public LedgerPage createInstance() {
    return new LedgerPage(
        "", 0, "", 0, 0, 0, 0, 0, Map.of(), Map.of(), null, null, null, null, List.of());
  }

  @Override
  public void serialize(LedgerPage page, DataOutputView target) throws IOException {
    StringValue.writeString(page.writer(), target);
    target.writeLong(page.checkpoint());
    StringValue.writeString(page.split(), target);
    target.writeLong(page.consumed());
    target.writeLong(page.written());
    target.writeLong(page.duplicate());
    target.writeLong(page.rejected());
    target.writeLong(page.late());
    target.writeInt(page.reasons().size());
    for (Map.Entry<RejectReason, Long> reason : page.reasons().entrySet()) {
      StringValue.writeString(reason.getKey().code(), target);
      target.writeLong(reason.getValue());
    }
    target.writeInt(page.partitions().size());
    for (Map.Entry<String, Long> partition : page.partitions().entrySet()) {
      StringValue.writeString(partition.getKey(), target);
      target.writeLong(partition.getValue());
    }
    Positions.writeNullable(page.firstPosition(), target);
    Positions.writeNullable(page.lastPosition(), target);
    writeTime(page.minEventTime(), target);
    writeTime(page.maxEventTime(), target);
    target.writeInt(page.missing().size());
    for (MissingRecords gap : page.missing()) {
      Positions.write(gap.first(), target);
      Positions.writeNullable(gap.last(), target);
      Positions.write(gap.next(), target);
    }
  }

  @Override
  public LedgerPage deserialize(DataInputView source) throws IOException {
    String writer = StringValue.readString(source);
    long checkpoint = source.readLong();
    String split = StringValue.readString(source);
    return new LedgerPage(
        writer,
        checkpoint,
        split,
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        readReasons(source),
        readPartitions(source),
        Positions.readNullable(source),
        Positions.readNullable(source),
        readTime(source),
        readTime(source),
        readMissing(split, source));
  }

  @Override
  public TypeSerializerSnapshot<LedgerPage> snapshotConfiguration() {
    return new Snapshot();
  }

  private static List<MissingRecords> readMissing(String split, DataInputView source)
      throws IOException {
    List<MissingRecords> missing = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      missing.add(
          new MissingRecords(
              split,
              Positions.read(source),
              Positions.readNullable(source),
              Positions.read(source)));
    }
    return missing;
  }

  private static Map<RejectReason, Long> readReasons(DataInputView source) throws IOException {
    Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    for (int left = source.readInt(); left > 0; left--) {
      reasons.put(RejectReason.ofCode(StringValue.readString(source)), source.readLong());
    }
    return reasons;
  }

  private static Map<String, Long> readPartitions(DataInputView source) throws IOException {
    Map<String, Long> partitions = new HashMap<>();
    for (int left = source.readInt(); left > 0; left--) {
      partitions.put(StringValue.readString(source), source.readLong());
    }
    return partitions;
  }

  private static void writeTime(@Nullable Long time, DataOutputView target) throws IOException {
    target.writeBoolean(time != null);
    if (time != null) {
      target.writeLong(time);
    }
  }

  private static @Nullable Long readTime(DataInputView source) throws IOException {
    return source.readBoolean() ? Long.valueOf(source.readLong()) : null;
  }

  /** Written into savepoints by its name. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LedgerPage> {
    public Snapshot() {
      super(LedgerPageSerializer::new);
    }
  }
}
