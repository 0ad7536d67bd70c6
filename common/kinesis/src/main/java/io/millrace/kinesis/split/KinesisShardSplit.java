package io.millrace.kinesis.split;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * A shard and how far it has been read. Immutable.
 *
 * @param end null while there may be more to read; what came of the shard once it has been read to
 *     its end. Such a split stays in state until the enumerator has acknowledged it, since it alone
 *     knows the children
 */
public record KinesisShardSplit(ShardFacts shard, ReadFrom readFrom, @Nullable ShardEnd end)
    implements SourceSplit, Serializable {

  /** A shard of which there may be more to read. */
  public static KinesisShardSplit of(ShardFacts shard, ReadFrom readFrom) {
    return new KinesisShardSplit(shard, readFrom, null);
  }

  @Override
  public String splitId() {
    return shard.shardId();
  }

  /** This split, read so far. */
  public KinesisShardSplit at(ReadFrom place) {
    return new KinesisShardSplit(shard, place, end);
  }

  /** This split, read to its end. */
  public KinesisShardSplit ended(ShardEnd how) {
    return new KinesisShardSplit(shard, readFrom, how);
  }

  /** Whether it has been read to its end. */
  public boolean isFinished() {
    return end != null;
  }

  /**
   * The end of a shard.
   *
   * @param children the shards that carry on, as far as the service named them
   */
  public record ShardEnd(List<ShardFacts> children) implements Serializable {

    /** An end without children: of a shard that has expired, or of a bounded read. */
    public static final ShardEnd WITHOUT_CHILDREN = new ShardEnd(List.of());

    public ShardEnd {
      children = List.copyOf(children);
    }
  }
}
