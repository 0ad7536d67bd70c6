package io.millrace.kinesis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Counts records by shard, for a test to see. */
final class CountingSchema implements KinesisDeserializationSchema<Long> {

  private static final long serialVersionUID = 1L;
  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  static void forget() {
    COUNTS.clear();
  }

  static int shards() {
    return COUNTS.size();
  }

  static long of(String shard) {
    LongAdder count = COUNTS.get(shard);
    return count == null ? 0 : count.sum();
  }

  static long allBut(String shard) {
    return COUNTS.values().stream().mapToLong(LongAdder::sum).sum() - of(shard);
  }

  @Override
  public void deserialize(
      KinesisRecord record, String stream, String shardId, Collector<Long> output) {
    COUNTS.computeIfAbsent(shardId, unseen -> new LongAdder()).increment();
    output.collect(1L);
  }

  @Override
  public TypeInformation<Long> getProducedType() {
    return Types.LONG;
  }
}
