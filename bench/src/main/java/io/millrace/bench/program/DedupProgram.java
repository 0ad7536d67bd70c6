package io.millrace.bench.program;

import io.millrace.dedup.Deduplicator;
import io.millrace.dedup.DropDuplicates;
import io.millrace.dedup.EventIdBuckets;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Rejection;
import io.millrace.ledger.LakePartitioner;
import io.millrace.ledger.LedgerPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.OutputTag;

/**
 * Deduplication alone, behind a generator in the same job: what so many live ids cost in CPU time,
 * memory and incremental checkpoints. Neither JSON nor Parquet thin the figures out.
 */
public final class DedupProgram {

  /** Events after the state has become full that warm the JVM up, then those that are measured. */
  private static final long WARM_UP = 4_000_000;

  private static final long MEASURED = 8_000_000;
  private static final int BUCKETS = 128;
  private static final AtomicLong WRITTEN = new AtomicLong();

  private DedupProgram() {}

  /** Arguments: live ids, the folder that checkpoints go to. */
  public static void main(String[] args) throws Exception {
    long live = Long.parseLong(args[0]);
    long events = live + live / 19 + WARM_UP + MEASURED;
    events -= events % IdStream.EVENTS_A_DUPLICATE;
    Duration horizon = Duration.ofMillis(live * IdStream.MILLIS_AN_ID);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.getConfig().enableObjectReuse();
    EventIdBuckets buckets = EventIdBuckets.of(BUCKETS);
    // Before the job, whose state is let go of at no certain time.
    System.out.println("bench-figure memory_bytes_an_id " + memoryAnId(buckets, horizon, live));
    env.fromSequence(0, events - 1)
        .map(new IdStream(events - MEASURED, events, Path.of(args[1]).toString()))
        .returns(EventTypes.EVENT)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Event>forMonotonousTimestamps()
                .withTimestampAssigner(
                    (event, unused) -> TimeUnit.MICROSECONDS.toMillis(event.eventTime())))
        .keyBy(buckets, Types.INT)
        .transform(
            "drop-duplicates",
            EventTypes.EVENT,
            new DropDuplicates(
                buckets,
                horizon,
                LakePartitioner.NONE,
                new OutputTag<Rejection>("conflicts", EventTypes.REJECTION),
                new OutputTag<LedgerPage>("pages", LedgerPage.TYPE)))
        .setMaxParallelism(BUCKETS)
        .filter(new CountAll())
        .sinkTo(new DiscardingSink<>());
    env.execute("dedup");
    if (WRITTEN.get() != IdStream.unique(events)) {
      throw new IllegalStateException(
          WRITTEN + " ids were let through instead of " + IdStream.unique(events));
    }
    IdStream.report();
  }

  /** Heap that stays after a full collection, for each id. */
  private static double memoryAnId(EventIdBuckets buckets, Duration horizon, long live) {
    long before = heap();
    Deduplicator deduplicator = new Deduplicator(buckets.count(), horizon);
    for (long number = 0; number < live; number++) {
      Event event = IdStream.event(number, number);
      deduplicator.offer(
          deduplicator.key(buckets.bucket(event), event.id()),
          event.contentHash(),
          event.eventTime(),
          Long.MIN_VALUE);
    }
    double bytes = (double) (heap() - before) / live;
    if (deduplicator.ids() != live) {
      throw new IllegalStateException(deduplicator.ids() + " ids instead of " + live);
    }
    return bytes;
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static final class CountAll implements FilterFunction<Event> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean filter(Event event) {
      WRITTEN.incrementAndGet();
      return true;
    }
  }
}
