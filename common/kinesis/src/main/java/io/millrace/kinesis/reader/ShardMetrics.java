package io.millrace.kinesis.reader;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/** One shard's metrics. Counted by the fetcher's thread. */
final class ShardMetrics implements AutoCloseable {

  private final MetricGroup group;
  private final Counter records;
  private final Counter bytes;
  private final Counter calls;
  private final Counter throttles;
  private final Counter failures;
  private final Counter expiredIterators;
  private final Counter gaps;
  private final Counter foreign;
  private volatile long millisBehindLatest = -1;

  ShardMetrics(MetricGroup reader, String stream, String shardId) {
    group =
        reader
            .addGroup("KinesisStreamsSource")
            .addGroup("stream", stream)
            .addGroup("shardId", shardId);
    group.gauge("millisBehindLatest", () -> millisBehindLatest);
    records = group.counter("records");
    bytes = group.counter("bytes");
    calls = group.counter("calls");
    throttles = group.counter("throttles");
    failures = group.counter("failedCalls");
    expiredIterators = group.counter("expiredIterators");
    gaps = group.counter("gaps");
    foreign = group.counter("recordsOfOtherShards");
  }

  void called() {
    calls.inc();
  }

  void received(int count, long size, long behind) {
    records.inc(count);
    bytes.inc(size);
    millisBehindLatest = behind;
  }

  void throttled() {
    throttles.inc();
  }

  void failed() {
    failures.inc();
  }

  void iteratorExpired() {
    expiredIterators.inc();
  }

  /** Records were lost to retention before they could be read. */
  void gap() {
    gaps.inc();
  }

  /** A record in an aggregate belongs to another shard, which has it too. */
  void foreign() {
    foreign.inc();
  }

  /** Takes them away: a shard that has ended is none to watch. */
  @Override
  public void close() {
    if (group instanceof AbstractMetricGroup<?> registered) {
      registered.close();
    }
  }
}
