package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.enumerator.TrackedShard.Status;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.SplitWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes shards with their status. Whether somebody reads a shard is state, who does is not: after
 * a restore readers report what they have.
 */
public final class KinesisEnumeratorStateSerializer
    implements SimpleVersionedSerializer<KinesisEnumeratorState> {

  static final int VERSION = 1;

  private static final byte WAITING = 0;
  private static final byte WITH_READER = 1;
  private static final byte FINISHED = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(KinesisEnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    ReadFrom initial = state.initial();
    out.writeBoolean(initial != null);
    if (initial != null) {
      SplitWire.writePlace(initial, out);
    }
    out.writeInt(state.shards().size());
    for (TrackedShard shard : state.shards()) {
      out.writeByte(code(shard.status()));
      SplitWire.writeSplit(shard.split(), out);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public KinesisEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "enumerator state of version " + version + "; this job reads " + VERSION);
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    ReadFrom initial = in.readBoolean() ? SplitWire.readPlace(in) : null;
    List<TrackedShard> shards = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Status status = status(in.readByte());
      KinesisShardSplit split = SplitWire.readSplit(in);
      shards.add(new TrackedShard(split, status, TrackedShard.NOBODY, TrackedShard.ALWAYS));
    }
    return new KinesisEnumeratorState(initial, shards);
  }

  private static byte code(Status status) {
    return switch (status) {
      case WAITING -> WAITING;
      case ASSIGNED, AWAITED -> WITH_READER;
      case FINISHED -> FINISHED;
    };
  }

  private static Status status(byte code) throws IOException {
    return switch (code) {
      case WAITING -> Status.WAITING;
      case WITH_READER -> Status.AWAITED;
      case FINISHED -> Status.FINISHED;
      default -> throw new IOException("unknown status of a shard: " + code);
    };
  }
}
