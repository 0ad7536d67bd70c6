package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.split.ReadFrom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The enumerator's part of a checkpoint. How far shards have been read is in the readers' part. */
public final class KinesisEnumeratorState {

  private final @Nullable ReadFrom initial;
  private final List<TrackedShard> shards;

  /**
   * @param initial where shards without parents begin, resolved; null before the first listing
   */
  KinesisEnumeratorState(@Nullable ReadFrom initial, List<TrackedShard> shards) {
    this.initial = initial;
    this.shards = List.copyOf(shards);
  }

  @Nullable ReadFrom initial() {
    return initial;
  }

  List<TrackedShard> shards() {
    return shards;
  }
}
