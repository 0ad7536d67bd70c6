package io.millrace.kinesis.split;

import java.io.Serializable;
import java.util.List;

/**
 * A shard as the service tells of it.
 *
 * @param parents none, one (it came from a split) or two (from a merge)
 */
public record ShardFacts(String shardId, List<String> parents, HashRange hashRange)
    implements Serializable {

  public ShardFacts {
    parents = List.copyOf(parents);
  }
}
