package io.millrace.kinesis.split;

import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of splits, shards and places, as both serializers write them (version 1). */
public final class SplitWire {

  private static final byte TRIM_HORIZON = 0;
  private static final byte AT_TIMESTAMP = 1;
  private static final byte AFTER = 2;

  private SplitWire() {}

  public static void writeSplit(KinesisShardSplit split, DataOutputView out) throws IOException {
    writeShard(split.shard(), out);
    writePlace(split.readFrom(), out);
    ShardEnd end = split.end();
    out.writeBoolean(end != null);
    if (end != null) {
      writeShards(end.children(), out);
    }
  }

  public static KinesisShardSplit readSplit(DataInputView in) throws IOException {
    ShardFacts shard = readShard(in);
    ReadFrom place = readPlace(in);
    return new KinesisShardSplit(
        shard, place, in.readBoolean() ? new ShardEnd(readShards(in)) : null);
  }

  public static void writePlace(ReadFrom place, DataOutputView out) throws IOException {
    if (place instanceof ReadFrom.AtTimestamp time) {
      out.writeByte(AT_TIMESTAMP);
      out.writeLong(time.millis());
    } else if (place instanceof ReadFrom.After after) {
      out.writeByte(AFTER);
      out.writeUTF(after.sequenceNumber());
      out.writeLong(after.subSequenceNumber());
    } else {
      out.writeByte(TRIM_HORIZON);
    }
  }

  public static ReadFrom readPlace(DataInputView in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case TRIM_HORIZON -> ReadFrom.TRIM_HORIZON;
      case AT_TIMESTAMP -> new ReadFrom.AtTimestamp(in.readLong());
      case AFTER -> new ReadFrom.After(in.readUTF(), in.readLong());
      default -> throw new IOException("unknown place in a shard: " + kind);
    };
  }

  private static void writeShards(List<ShardFacts> shards, DataOutputView out) throws IOException {
    out.writeInt(shards.size());
    for (ShardFacts shard : shards) {
      writeShard(shard, out);
    }
  }

  private static List<ShardFacts> readShards(DataInputView in) throws IOException {
    List<ShardFacts> shards = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      shards.add(readShard(in));
    }
    return shards;
  }

  private static void writeShard(ShardFacts shard, DataOutputView out) throws IOException {
    out.writeUTF(shard.shardId());
    out.writeInt(shard.parents().size());
    for (String parent : shard.parents()) {
      out.writeUTF(parent);
    }
    out.writeUTF(shard.hashRange().first().toString());
    out.writeUTF(shard.hashRange().last().toString());
  }

  private static ShardFacts readShard(DataInputView in) throws IOException {
    String shardId = in.readUTF();
    List<String> parents = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      parents.add(in.readUTF());
    }
    return new ShardFacts(
        shardId,
        parents,
        new HashRange(new BigInteger(in.readUTF()), new BigInteger(in.readUTF())));
  }
}
