package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import org.jspecify.annotations.Nullable;

/** How far a shard's records have been emitted. */
final class ShardSplitState {

  private final KinesisShardSplit split;
  private @Nullable KinesisRecord last;

  ShardSplitState(KinesisShardSplit split) {
    this.split = split;
  }

  void emitted(KinesisRecord record) {
    last = record;
  }

  KinesisShardSplit toSplit() {
    return last == null
        ? split
        : split.at(new ReadFrom.After(last.sequenceNumber(), last.subSequenceNumber()));
  }
}
