package io.millrace.kinesis.reader;

import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;

/** What a subtask's readings share. Only {@link #mailbox} may be used by other threads. */
interface ReadingContext {

  StreamClient client();

  ReadPace pace();

  ByteBudget budget();

  Mailbox mailbox();

  /** The most records to ask for in one call. */
  int maxRecords();

  /** Whether a shard ends once it has been read up to its latest record. */
  boolean bounded();

  /** Whether to fail where records may have expired unread. */
  default boolean failsOnGap() {
    return false;
  }

  /** {@link System#nanoTime}, or a test's. */
  long now();

  void deliver(ShardBatch batch);

  void ended(String shardId, ShardEnd how);
}
