package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A subtask with one shard, a clock that the test moves, and what came of it. */
final class FakeContext implements ReadingContext {

  static final long MILLI = 1_000_000;

  final FakeClient client = new FakeClient();
  final Mailbox mailbox = new Mailbox();
  final ByteBudget budget = new ByteBudget(100L << 20, () -> {});
  final Queue<ShardBatch> delivered = new ArrayDeque<>();
  final List<ShardEnd> ends = new ArrayList<>();
  long now;
  boolean bounded;

  ShardMetrics metrics() {
    return new ShardMetrics(new UnregisteredMetricsGroup(), "stream", "s");
  }

  /** Moves the clock to where the shard has something to do, and has it do that. */
  void proceed(ShardReading shard) throws IOException {
    mailbox.readAll();
    if (shard.dueAt() == Mailbox.NEVER) {
      throw new IllegalStateException("the shard awaits an answer, is paused, or has ended");
    }
    now = Math.max(now, shard.dueAt());
    if (!shard.proceed()) {
      throw new IllegalStateException("no room in the budget");
    }
    mailbox.readAll();
  }

  /** The sequence numbers of all that was delivered since the last time; gives its bytes back. */
  List<String> emitted() throws IOException {
    mailbox.readAll();
    List<String> sequences = new ArrayList<>();
    for (ShardBatch batch = delivered.poll(); batch != null; batch = delivered.poll()) {
      batch.nextSplit();
      for (KinesisRecord record = batch.nextRecordFromSplit();
          record != null;
          record = batch.nextRecordFromSplit()) {
        sequences.add(record.sequenceNumber());
      }
      batch.recycle();
    }
    return sequences;
  }

  @Override
  public StreamClient client() {
    return client;
  }

  @Override
  public ReadPace pace() {
    return new ReadPace(
        5,
        2 << 20,
        Duration.ofMillis(250),
        Duration.ZERO,
        Duration.ofMillis(200),
        Duration.ofSeconds(3),
        Integer.MAX_VALUE);
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
    return 10_000;
  }

  @Override
  public boolean bounded() {
    return bounded;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void deliver(ShardBatch batch) {
    delivered.add(batch);
  }

  @Override
  public void ended(String shardId, ShardEnd how) {
    ends.add(how);
  }
}
