package io.millrace.local.kinesis.store;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a shard beside its records.
 *
 * @param created in milliseconds
 * @param closedAt in milliseconds; 0 while it is open
 * @param first the number of the first record that is kept
 */
record ShardFacts(
    long index,
    long created,
    HashRange range,
    @Nullable String parent,
    @Nullable String adjacentParent,
    long closedAt,
    long first) {

  String id() {
    return String.format("shardId-%012d", index);
  }

  ShardFacts with(long newClosedAt, long newFirst) {
    return new ShardFacts(index, created, range, parent, adjacentParent, newClosedAt, newFirst);
  }
}
