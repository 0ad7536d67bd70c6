package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.MDC;

/**
 * Reads all shards of a subtask at once: one thread begins calls and takes answers, and never waits
 * for a shard. A shard in trouble has its own next time; nobody waits for it. While there is
 * nothing to begin, the thread sleeps.
 */
final class ConcurrentSplitReader
    implements SplitReader<KinesisRecord, KinesisShardSplit>, ReadingContext {

  private final StreamClient client;
  private final ReadPace pace;
  private final int maxRecords;
  private final boolean bounded;
  private final boolean failsOnGap;
  private final Map<String, String> logFields;
  private final ReadingFactory readings;
  private final BiConsumer<String, ShardEnd> ends;
  private final Mailbox mailbox = new Mailbox();
  private final ByteBudget budget;
  private final Map<String, ShardReading> shards = new HashMap<>();
  private final Queue<ShardBatch> ready = new ArrayDeque<>();
  private volatile boolean wokenUp;

  /** Begins to read a split, by polling or by subscription. */
  interface ReadingFactory {
    ShardReading create(KinesisShardSplit split, ReadingContext context);
  }

  /**
   * @param logFields what each log line of the reader's thread says
   * @param ends is told of a shard's end before its last records are handed over
   */
  ConcurrentSplitReader(
      StreamClient client,
      ReadPace pace,
      int maxRecords,
      boolean bounded,
      boolean failsOnGap,
      long budgetBytes,
      Map<String, String> logFields,
      ReadingFactory readings,
      BiConsumer<String, ShardEnd> ends) {
    this.client = client;
    this.pace = pace;
    this.maxRecords = maxRecords;
    this.bounded = bounded;
    this.failsOnGap = failsOnGap;
    this.logFields = logFields;
    this.readings = readings;
    this.ends = ends;
    this.budget = new ByteBudget(budgetBytes, mailbox::signal);
  }

  @Override
  public RecordsWithSplitIds<KinesisRecord> fetch() throws IOException {
    logFields.forEach(MDC::put);
    while (true) {
      mailbox.readAll();
      // Calls first: while the batch is emitted, the next answers are on their way.
      long wait = beginWhatIsDue();
      ShardBatch batch = ready.poll();
      if (batch != null) {
        return batch;
      }
      if (wokenUp) {
        wokenUp = false;
        return ShardBatch.empty();
      }
      mailbox.await(wait);
    }
  }

  /** Says for how many nanoseconds nothing will be due. */
  private long beginWhatIsDue() {
    long now = now();
    List<ShardReading> due = null;
    long next = Mailbox.NEVER;
    for (ShardReading shard : shards.values()) {
      long at = shard.dueAt();
      if (at == Mailbox.NEVER) {
        continue;
      }
      if (at - now <= 0) {
        due = due == null ? new ArrayList<>() : due;
        due.add(shard);
      } else {
        next = Math.min(next, at - now);
      }
    }
    if (due != null) {
      // Who has waited longest has the first call on the budget.
      due.sort(Comparator.comparingLong(shard -> shard.dueAt() - now));
      for (ShardReading shard : due) {
        if (!shard.proceed()) {
          // A release wakes us up.
          break;
        }
      }
    }
    return next;
  }

  @Override
  public void handleSplitsChanges(SplitsChange<KinesisShardSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("shards are not taken away: " + change);
    }
    for (KinesisShardSplit split : change.splits()) {
      shards.put(split.splitId(), readings.create(split, this));
    }
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<KinesisShardSplit> splitsToPause, Collection<KinesisShardSplit> splitsToResume) {
    splitsToPause.forEach(split -> pause(split, true));
    splitsToResume.forEach(split -> pause(split, false));
  }

  private void pause(KinesisShardSplit split, boolean pause) {
    ShardReading shard = shards.get(split.splitId());
    if (shard != null) {
      shard.pause(pause);
    }
  }

  @Override
  public void wakeUp() {
    wokenUp = true;
    mailbox.signal();
  }

  @Override
  public void close() {
    shards.values().forEach(ShardReading::close);
    shards.clear();
  }

  @Override
  public void deliver(ShardBatch batch) {
    ready.add(batch);
  }

  @Override
  public void ended(String shardId, ShardEnd how) {
    shards.remove(shardId);
    ends.accept(shardId, how);
    ready.add(ShardBatch.of(shardId, List.of(), true, () -> {}));
  }

  @Override
  public StreamClient client() {
    return client;
  }

  @Override
  public ReadPace pace() {
    return pace;
  }

  @Override
  public ByteBudget budget() {
    return budget;
  }

  @Override
  public Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public int maxRecords() {
    return maxRecords;
  }

  @Override
  public boolean bounded() {
    return bounded;
  }

  @Override
  public boolean failsOnGap() {
    return failsOnGap;
  }

  @Override
  public long now() {
    return System.nanoTime();
  }
}
