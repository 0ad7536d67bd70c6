package io.millrace.kinesis;

import io.millrace.kinesis.split.KinesisShardSplit;
import java.io.Serializable;
import java.util.List;

/**
 * Chooses the subtask that reads a shard. It is not asked for a shard whose parents' records may
 * still be on their way through the job: that one goes to the subtask that read them.
 */
@FunctionalInterface
public interface KinesisShardAssigner extends Serializable {

  /**
   * The subtask, from 0. The same choice is asked for again as long as that subtask has not come
   * up.
   *
   * @param shardsBySubtask how many shards each subtask has
   */
  int assign(KinesisShardSplit split, List<Integer> shardsBySubtask);

  /** The subtask with the fewest shards. */
  static KinesisShardAssigner uniform() {
    return (split, shards) -> {
      int least = 0;
      for (int subtask = 1; subtask < shards.size(); subtask++) {
        if (shards.get(subtask) < shards.get(least)) {
          least = subtask;
        }
      }
      return least;
    };
  }
}
