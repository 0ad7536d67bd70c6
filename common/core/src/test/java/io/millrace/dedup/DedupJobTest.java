package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.ledger.Intake;
import io.millrace.ledger.LedgerPage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Both operators in a job of their own, which fails twice between checkpoints. */
class DedupJobTest {

  private static final int RECORDS = 20_000;
  private static final int IDS = 7_000;
  private static final int FAILURES = 2;
  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES = new OutputTag<>("pages", LedgerPage.TYPE);
  private static final AtomicInteger FAILED = new AtomicInteger();

  @Test
  @SuppressWarnings("try") // CloseableIterator closes with any Exception.
  void each_id_once_and_a_balanced_ledger_in_spite_of_failures() throws Exception {
    FAILED.set(0);
    StreamExecutionEnvironment env = environment(new Configuration());
    SingleOutputStreamOperator<Event> marked = taken(env);
    SingleOutputStreamOperator<Event> unique = unique(marked);
    DataStream<LedgerPage> allPages =
        marked.getSideOutput(PAGES).union(unique.getSideOutput(PAGES));

    List<Event> events = new ArrayList<>();
    List<LedgerPage> pages = new ArrayList<>();
    try (CloseableIterator<Event> eventIterator = unique.collectAsync();
        CloseableIterator<LedgerPage> pageIterator = allPages.collectAsync()) {
      env.execute("dedup");
      eventIterator.forEachRemaining(events::add);
      pageIterator.forEachRemaining(pages::add);
    }

    assertThat(FAILED).hasValue(FAILURES);
    Set<String> expected = new HashSet<>();
    for (long i = 0; i < RECORDS; i++) {
      if (record(i) instanceof Event event) {
        expected.add(Events.id(event));
      }
    }
    assertThat(events).extracting(Events::id).doesNotHaveDuplicates().hasSameElementsAs(expected);

    Map<Long, long[]> byCheckpoint = new TreeMap<>();
    for (LedgerPage page : pages) {
      long[] sums = byCheckpoint.computeIfAbsent(page.checkpoint(), c -> new long[2]);
      sums[0] += page.consumed();
      sums[1] += page.written() + page.duplicate() + page.rejected();
    }
    // Each balances on its own, until the first subtask has come to its end.
    byCheckpoint.values().removeIf(sums -> sums[0] == sums[1]);
    assertThat(byCheckpoint).hasSizeLessThan(checkpoints(pages) / 2);
    assertThat(byCheckpoint.values().stream().mapToLong(sums -> sums[0] - sums[1]).sum()).isZero();
    if (!byCheckpoint.isEmpty()) {
      assertThat(byCheckpoint).containsKey(LedgerPage.END_OF_INPUT);
    }
    assertThat(pages.stream().mapToLong(LedgerPage::consumed).sum()).isEqualTo(RECORDS);
    assertThat(pages.stream().mapToLong(LedgerPage::written).sum()).isEqualTo(expected.size());
    assertThat(pages.stream().mapToLong(LedgerPage::rejected).sum()).isEqualTo(RECORDS / 100);
  }

  @Test
  void refuses_to_start_with_unaligned_checkpoints() {
    Configuration config = new Configuration();
    config.setString("execution.checkpointing.unaligned.enabled", "true");
    config.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment env = environment(config);
    unique(taken(env)).print();
    assertThatThrownBy(() -> env.execute("dedup"))
        .hasStackTraceContaining("execution.checkpointing.unaligned.enabled must be false");
  }

  private static int checkpoints(List<LedgerPage> pages) {
    return (int) pages.stream().mapToLong(LedgerPage::checkpoint).distinct().count();
  }

  private static StreamExecutionEnvironment environment(Configuration overrides) {
    Configuration config = new Configuration();
    config.setString("pipeline.generic-types", "false");
    config.setString("pipeline.object-reuse", "true");
    config.setString("execution.checkpointing.interval", "50 ms");
    config.setString("restart-strategy.type", "fixed-delay");
    config.setString("restart-strategy.fixed-delay.attempts", "" + FAILURES);
    config.setString("restart-strategy.fixed-delay.delay", "0 s");
    config.addAll(overrides);
    return StreamExecutionEnvironment.createLocalEnvironment(2, config);
  }

  private static SingleOutputStreamOperator<Event> taken(StreamExecutionEnvironment env) {
    DataGeneratorSource<Decoded> source =
        new DataGeneratorSource<>(
            DedupJobTest::record,
            RECORDS,
            RateLimiterStrategy.perCheckpoint(RECORDS / 10),
            EventTypes.DECODED);
    return env.fromSource(
            source,
            WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(Duration.ofSeconds(1))
                .withTimestampAssigner(
                    (decoded, ts) ->
                        decoded instanceof Event event ? event.eventTime() / 1000 : ts),
            "source")
        .map(new FailBetweenCheckpoints())
        .returns(EventTypes.DECODED)
        .transform("intake", EventTypes.EVENT, new Intake(REJECTIONS, PAGES, true));
  }

  private static SingleOutputStreamOperator<Event> unique(DataStream<Event> events) {
    EventIdBuckets buckets = EventIdBuckets.of(8);
    return events
        .keyBy(buckets, Types.INT)
        .transform(
            "drop-duplicates",
            EventTypes.EVENT,
            new DropDuplicates(buckets, Duration.ofDays(1), e -> "all", REJECTIONS, PAGES))
        .setMaxParallelism(buckets.count());
  }

  private static Decoded record(long number) {
    String split = "orders-" + number % 3;
    byte[] id = ("order-" + number * 31 % IDS).getBytes(StandardCharsets.UTF_8);
    Event event = Events.event(split, number, id, number * 1_000, number * 31 % IDS);
    return number % 100 == 0
        ? new Rejection(event.source(), RejectReason.BROKEN_JSON, "$", "broken")
        : event;
  }

  /** Fails after the second and fourth checkpoint that it sees complete. */
  private static final class FailBetweenCheckpoints extends RichMapFunction<Decoded, Decoded>
      implements CheckpointListener {

    private static final long serialVersionUID = 1L;

    private transient int completed;

    @Override
    public Decoded map(Decoded decoded) {
      if (completed >= 2 && FAILED.getAndUpdate(n -> Math.min(n + 1, FAILURES)) < FAILURES) {
        throw new IllegalStateException("On purpose");
      }
      return decoded;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      completed++;
    }
  }
}
