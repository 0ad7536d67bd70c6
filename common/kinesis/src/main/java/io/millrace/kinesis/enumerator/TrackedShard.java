package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.split.KinesisShardSplit;

/**
 * What the enumerator knows of a shard. Immutable.
 *
 * @param split with the place that the enumerator knows: current while nobody reads the shard, and
 *     the place where the reader began once somebody does
 * @param owner the subtask that reads it, is to report it, or has read it to its end; {@link
 *     #NOBODY} where that does not matter
 * @param since of a finished shard: the last checkpoint begun before the end was known
 */
record TrackedShard(KinesisShardSplit split, Status status, int owner, long since) {

  static final int NOBODY = -1;

  /** Finished in the state that the job was restored from: nothing takes that back. */
  static final long ALWAYS = Long.MIN_VALUE;

  enum Status {
    /** Nobody reads it; it may be assigned once its parents are finished. */
    WAITING,
    /** A reader has it. */
    ASSIGNED,
    /** A reader that has been reset had it, and reports it when it comes back. */
    AWAITED,
    /** It has been read to its end. */
    FINISHED
  }

  static TrackedShard waiting(KinesisShardSplit split) {
    return new TrackedShard(split, Status.WAITING, NOBODY, ALWAYS);
  }

  TrackedShard assignedTo(int subtask) {
    return new TrackedShard(split, Status.ASSIGNED, subtask, ALWAYS);
  }

  TrackedShard awaitedFrom(int subtask) {
    return new TrackedShard(split, Status.AWAITED, subtask, ALWAYS);
  }

  TrackedShard finishedBy(int subtask, long lastCheckpoint) {
    return new TrackedShard(split, Status.FINISHED, subtask, lastCheckpoint);
  }

  boolean is(Status wanted) {
    return status == wanted;
  }
}
