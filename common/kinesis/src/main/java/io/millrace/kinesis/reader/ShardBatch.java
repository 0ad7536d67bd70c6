package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import java.util.List;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.jspecify.annotations.Nullable;

/** What one answer brought of one shard, on its way to the task's thread. */
final class ShardBatch implements RecordsWithSplitIds<KinesisRecord> {

  private final @Nullable String shardId;
  private final List<KinesisRecord> records;
  private final boolean ended;
  private final Runnable recycled;
  private boolean begun;
  private int next;

  private ShardBatch(
      @Nullable String shardId, List<KinesisRecord> records, boolean ended, Runnable recycled) {
    this.shardId = shardId;
    this.records = records;
    this.ended = ended;
    this.recycled = recycled;
  }

  /**
   * @param ended whether nothing comes behind it
   * @param recycled called when all records have been emitted
   */
  static ShardBatch of(
      String shardId, List<KinesisRecord> records, boolean ended, Runnable recycled) {
    return new ShardBatch(shardId, records, ended, recycled);
  }

  /** Nothing: the fetcher was woken up. */
  static ShardBatch empty() {
    return new ShardBatch(null, List.of(), false, () -> {});
  }

  @Override
  public @Nullable String nextSplit() {
    if (begun) {
      return null;
    }
    begun = true;
    return records.isEmpty() ? null : shardId;
  }

  @Override
  public @Nullable KinesisRecord nextRecordFromSplit() {
    return next < records.size() ? records.get(next++) : null;
  }

  @Override
  public Set<String> finishedSplits() {
    return ended && shardId != null ? Set.of(shardId) : Set.of();
  }

  @Override
  public void recycle() {
    recycled.run();
  }
}
