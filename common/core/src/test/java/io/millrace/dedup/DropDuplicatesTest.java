package io.millrace.dedup;

import static io.millrace.dedup.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.ledger.LedgerPage;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.FleetPlan.Backend;
import io.millrace.testkit.FleetSnapshot;
import io.millrace.testkit.OperatorFleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DropDuplicatesTest {

  private static final int MAX_PARALLELISM = 16;
  private static final EventIdBuckets BUCKETS = EventIdBuckets.of(MAX_PARALLELISM);
  private static final Duration ONE_DAY = Duration.ofDays(1);
  private static final long HOUR = 3_600_000;
  private static final OutputTag<Rejection> CONFLICTS =
      new OutputTag<>("conflicts", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES = new OutputTag<>("pages", LedgerPage.TYPE);

  private static final FleetPlan<Event, Event> PLAN = plan(BUCKETS);

  private static FleetPlan<Event, Event> plan(EventIdBuckets buckets) {
    return plan(buckets, ONE_DAY);
  }

  private static FleetPlan<Event, Event> plan(EventIdBuckets buckets, Duration horizon) {
    return plan(buckets, horizon, Map.of());
  }

  private static FleetPlan<Event, Event> plan(
      EventIdBuckets buckets, Duration horizon, Map<String, String> columns) {
    return FleetPlan.keyed(
        () ->
            new DropDuplicates(
                buckets,
                horizon,
                event -> "hour=" + Math.floorDiv(event.eventTime(), HOUR * 1000),
                CONFLICTS,
                PAGES,
                columns),
        BUCKETS,
        BasicTypeInfo.INT_TYPE_INFO,
        EventTypes.EVENT,
        MAX_PARALLELISM);
  }

  @Test
  void the_first_of_each_id_goes_through_and_conflicts_go_aside() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(2)) {
      Event first = event("a", 0, 1);
      Event conflicting = event("a", 0, 2);
      fleet.process(first);
      fleet.process(event("a", 0, 1));
      fleet.process(conflicting);
      fleet.process(event("b", 0, 1));
      fleet.beforeBarrier(1);

      assertThat(fleet.output()).extracting(Events::id).containsExactlyInAnyOrder("a", "b");
      assertThat(fleet.output()).contains(first);
      assertThat(fleet.sideOutput(CONFLICTS))
          .singleElement()
          .satisfies(
              rejection -> {
                assertThat(rejection.reason()).isEqualTo(RejectReason.CONFLICTING);
                assertThat(rejection.source()).isSameAs(conflicting.source());
              });
    }
  }

  @Test
  void columns_may_come_and_go_but_not_change_their_type() throws Exception {
    Map<String, String> before = Map.of("total", "decimal(12,2)", "note", "string");
    FleetSnapshot snapshot;
    try (OperatorFleet<Event, Event> fleet = plan(BUCKETS, ONE_DAY, before).start(2)) {
      fleet.process(event("a", 0, 1));
      snapshot = fleet.checkpoint(1);
    }

    Map<String, String> other = Map.of("total", "decimal(12,2)", "tier", "string");
    plan(BUCKETS, ONE_DAY, other).restore(snapshot, 1).close();

    Map<String, String> retyped = Map.of("total", "double", "note", "string");
    assertThatThrownBy(() -> plan(BUCKETS, ONE_DAY, retyped).restore(snapshot, 1))
        .hasMessageContainingAll("column total has changed", "was decimal(12,2)", "is  double");
  }

  @ParameterizedTest
  @EnumSource
  void stays_exact_from_one_subtask_to_three_to_two(Backend backend) throws Exception {
    FleetPlan<Event, Event> plan = PLAN.on(backend);
    Random random = new Random(3);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      ids.add(i % 3 == 0 ? "order-" + i : new UUID(i, random.nextLong()).toString());
    }
    ids.add("x");
    ids.add("y".repeat(10_000));
    Set<String> seen = new HashSet<>();
    FleetSnapshot snapshot = null;
    long checkpoint = 1;
    for (int parallelism : new int[] {1, 3, 2, 2}) {
      try (OperatorFleet<Event, Event> fleet =
          snapshot == null ? plan.start(parallelism) : plan.restore(snapshot, parallelism)) {
        int expected = 0;
        for (int i = 0; i < 4_000; i++) {
          String id = ids.get(random.nextInt(ids.size()));
          expected += seen.add(id) ? 1 : 0;
          fleet.process(event(id, random.nextLong(HOUR * 10_000), 0));
          if (i % 500 == 499) {
            snapshot = fleet.checkpoint(checkpoint++);
          }
        }
        assertThat(fleet.output()).hasSize(expected);
        // Lost with the subtasks: after the checkpoint, so a source would replay it.
        fleet.process(event("after-the-checkpoint-" + checkpoint, 0, 0));
      }
    }
    assertThat(seen).hasSizeGreaterThan(2_900);
  }

  @ParameterizedTest
  @EnumSource
  void what_expires_leaves_the_state(Backend backend) throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.on(backend).start(1)) {
      long largest = 0;
      for (int hour = 0; hour < 120; hour++) {
        for (int i = 0; i < 100; i++) {
          fleet.process(event(hour + "-" + i, hour * HOUR * 1000, 0));
        }
        fleet.watermark(hour * HOUR);
        fleet.checkpoint(hour);
        long chunks = fleet.keyedStateEntries();
        if (hour < 48) {
          largest = Math.max(largest, chunks);
        }
        assertThat(chunks).isBetween(1L, largest);
      }
      fleet.watermark(1_000 * HOUR);
      assertThat(fleet.keyedStateEntries()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_longer_horizon_takes_over_what_is_held(Backend backend) throws Exception {
    FleetSnapshot snapshot;
    try (OperatorFleet<Event, Event> fleet = PLAN.on(backend).start(1)) {
      for (int hour = 0; hour < 24; hour++) {
        fleet.process(event("at " + hour, hour * HOUR * 1000, 0));
      }
      fleet.watermark(23 * HOUR);
      snapshot = fleet.checkpoint(1);
    }
    FleetPlan<Event, Event> longer = plan(BUCKETS, Duration.ofDays(2)).on(backend);
    try (OperatorFleet<Event, Event> fleet = longer.restore(snapshot, 2)) {
      snapshot = fleet.checkpoint(2);
    }
    try (OperatorFleet<Event, Event> fleet = longer.restore(snapshot, 1)) {
      fleet.watermark(40 * HOUR);
      for (int hour = 0; hour < 24; hour++) {
        fleet.process(event("at " + hour, hour * HOUR * 1000, 0));
      }
      fleet.beforeBarrier(3);
      assertThat(fleet.output()).isEmpty();
      fleet.watermark(100 * HOUR);
      assertThat(fleet.keyedStateEntries()).isZero();
    }
  }

  @Test
  void what_had_expired_before_a_recovery_has_expired_after_it() throws Exception {
    FleetSnapshot snapshot;
    try (OperatorFleet<Event, Event> fleet = PLAN.start(2)) {
      fleet.watermark(100 * HOUR);
      fleet.process(event("late", 0, 0)); // remembered by progress, not by its own time
      snapshot = fleet.checkpoint(1);
    }
    try (OperatorFleet<Event, Event> fleet = PLAN.restore(snapshot, 3)) {
      // No watermark has come since the recovery; without the restored progress this id would be
      // filed under its own time and be forgotten at once when watermarks are back at 100 h.
      fleet.process(event("late", 0, 0));
      fleet.process(event("late too", 0, 0));
      fleet.watermark(101 * HOUR);
      fleet.process(event("late", 0, 0));
      fleet.process(event("late too", 0, 0));
      fleet.beforeBarrier(2);
      assertThat(fleet.output()).extracting(Events::id).containsExactly("late too");
    }
  }

  @Test
  void the_end_of_input_expires_nothing() throws Exception {
    FleetSnapshot drained;
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      fleet.process(event("a", 0, 0));
      fleet.watermark(HOUR);
      fleet.watermark(Long.MAX_VALUE);
      fleet.finish();
      drained = fleet.checkpoint(1);
    }
    try (OperatorFleet<Event, Event> fleet = PLAN.restore(drained, 1)) {
      fleet.process(event("a", 0, 0));
      fleet.beforeBarrier(2);
      assertThat(fleet.output()).isEmpty();
    }
  }

  @Test
  void watermarks_go_on_downstream() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      fleet.watermark(5);
      fleet.watermark(Long.MAX_VALUE);
      assertThat(fleet.rawOutput())
          .containsExactly(new Watermark(5), new Watermark(Long.MAX_VALUE));
    }
  }

  @Test
  void records_wait_for_some_others_but_for_no_watermark_barrier_or_end() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      fleet.process(event("before a watermark", 0, 0));
      assertThat(fleet.output()).isEmpty();
      fleet.watermark(5);
      fleet.process(event("before an idle time", 0, 0));
      fleet.idle();
      assertThat(fleet.rawOutput())
          .map(out -> out instanceof StreamRecord<?> r ? Events.id((Event) r.getValue()) : out)
          .containsExactly(
              "before a watermark", new Watermark(5), "before an idle time", WatermarkStatus.IDLE);

      fleet.process(event("before a barrier", 0, 0));
      fleet.beforeBarrier(1);
      assertThat(fleet.output()).hasSize(3);
      fleet.process(event("before the end", 0, 0));
      fleet.finish();
      assertThat(fleet.output()).hasSize(4);

      for (int i = 0; i < 1_000; i++) {
        fleet.process(event("one of many " + i, 0, 0));
      }
      assertThat(fleet.output()).hasSizeGreaterThan(900);
    }
  }

  @Test
  void large_records_do_not_wait() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      Event small = event("small", 0, 0);
      fleet.process(Event.of(small.source(), new byte[] {1}, 0, new byte[1 << 20]));
      assertThat(fleet.output()).hasSize(1);
      fleet.process(small);
      assertThat(fleet.output()).hasSize(1);
    }
  }

  @Test
  void a_page_goes_out_before_each_barrier_and_at_the_end() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      fleet.process(event("a", 0, 1));
      fleet.process(event("b", 2 * HOUR * 1000, 1).asLate());
      fleet.process(event("a", 0, 1));
      fleet.process(event("a", 0, 2));
      fleet.beforeBarrier(7);
      assertThat(fleet.sideOutput(PAGES)).hasSize(1);
      fleet.checkpoint(8);
      fleet.process(event("c", 0, 1));
      fleet.finish();

      assertThat(fleet.sideOutput(PAGES))
          .containsExactly(
              page(
                  7,
                  2,
                  2,
                  1,
                  Map.of(RejectReason.CONFLICTING, 1L),
                  Map.of("hour=0", 1L, "hour=2", 1L)),
              page(LedgerPage.END_OF_INPUT, 1, 0, 0, Map.of(), Map.of("hour=0", 1L)));
    }
  }

  private static LedgerPage page(
      long checkpoint,
      long written,
      long duplicate,
      long late,
      Map<RejectReason, Long> reasons,
      Map<String, Long> partitions) {
    return new LedgerPage(
        "dedup-0",
        checkpoint,
        "orders-0",
        0,
        written,
        duplicate,
        0,
        late,
        reasons,
        partitions,
        null,
        null,
        null,
        null,
        List.of());
  }

  @Test
  void refuses_a_max_parallelism_that_is_not_its_buckets() {
    assertThatThrownBy(() -> plan(EventIdBuckets.of(MAX_PARALLELISM + 1)).start(1))
        .hasStackTraceContaining("max parallelism 16, but its stream is keyed by 17 buckets");
  }

  @Test
  void an_id_of_any_length_is_one_id() throws Exception {
    try (OperatorFleet<Event, Event> fleet = PLAN.start(1)) {
      for (int length : new int[] {1, 2, 15, 16, 17, 35, 36, 37, 127, 128, 10_000}) {
        byte[] id = "i".repeat(length).getBytes(StandardCharsets.UTF_8);
        fleet.process(event("orders-0", 0, id, 0, 0));
        fleet.process(event("orders-0", 1, id, 0, 0));
      }
      fleet.beforeBarrier(1);
      assertThat(fleet.output()).hasSize(11);
    }
  }
}
