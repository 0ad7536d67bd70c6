package io.millrace.kinesis;

import io.millrace.kinesis.split.HashRange;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.util.List;

/** Shards and splits for tests. */
public final class Shards {

  private Shards() {}

  public static ShardFacts shard(String id, String... parents) {
    return new ShardFacts(id, List.of(parents), HashRange.ALL);
  }

  public static KinesisShardSplit split(String id, ReadFrom from) {
    return KinesisShardSplit.of(shard(id), from);
  }

  /** A shard read to its end. */
  public static KinesisShardSplit ended(String id, ShardFacts... children) {
    return split(id, new ReadFrom.After("99", 0)).ended(new ShardEnd(List.of(children)));
  }
}
