package io.millrace.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.ledger.LedgerPage;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.FleetSnapshot;
import io.millrace.testkit.OperatorFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class MarkLateTest {

  private static final long MINUTE = 60_000_000;
  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES = new OutputTag<>("pages", LedgerPage.TYPE);
  private static final FleetPlan<Decoded, Event> PLAN =
      FleetPlan.bySplit(
          () -> new MarkLate(Duration.ofMinutes(5), REJECTIONS, PAGES),
          decoded -> Integer.parseInt(decoded.source().split()),
          EventTypes.EVENT,
          16);

  @Test
  void late_is_what_lags_behind_its_own_split() throws Exception {
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(1)) {
      fleet.process(event(0, 1, 10 * MINUTE));
      fleet.process(event(0, 2, 5 * MINUTE));
      fleet.process(event(0, 3, 5 * MINUTE - 1));
      fleet.process(event(1, 1, 0));
      fleet.process(event(0, 4, 11 * MINUTE));
      fleet.process(event(0, 5, 5 * MINUTE));
      fleet.process(event(0, 6, Long.MIN_VALUE));
      assertThat(fleet.output())
          .extracting(Event::late)
          .containsExactly(false, false, true, false, false, true, true);
    }
  }

  @Test
  void rejections_go_aside_and_advance_nothing() throws Exception {
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(1)) {
      Rejection rejection =
          new Rejection(source(0, 1), RejectReason.FUTURE_EVENT_TIME, "$.at", "too far ahead");
      fleet.process(rejection);
      fleet.process(event(0, 2, 0));
      fleet.watermark(3);
      assertThat(fleet.sideOutput(REJECTIONS)).containsExactly(rejection);
      assertThat(fleet.output()).extracting(Event::late).containsExactly(false);
      assertThat(fleet.rawOutput()).contains(new Watermark(3));
    }
  }

  @Test
  void what_was_late_before_a_recovery_is_late_after_it_at_any_parallelism() throws Exception {
    Random random = new Random(4);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      // Split 7 rests after the first quarter and comes back in the last.
      int split = i >= 1_000 && i < 3_000 ? random.nextInt(7) : random.nextInt(8);
      events.add(event(split, i, i * MINUTE / 10 - random.nextLong(15 * MINUTE)));
    }
    List<Boolean> undisturbed = new ArrayList<>();
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(1)) {
      for (Event event : events) {
        fleet.process(event);
      }
      fleet.output().forEach(event -> undisturbed.add(event.late()));
    }
    assertThat(undisturbed).contains(true, false);

    boolean[] late = new boolean[events.size()];
    FleetSnapshot snapshot = null;
    int[] parallelisms = {1, 3, 2, 4};
    for (int part = 0; part < parallelisms.length; part++) {
      try (OperatorFleet<Decoded, Event> fleet =
          snapshot == null
              ? PLAN.start(parallelisms[part])
              : PLAN.restore(snapshot, parallelisms[part])) {
        for (Event event : events.subList(part * 1_000, (part + 1) * 1_000)) {
          fleet.process(event);
        }
        for (Event event : fleet.output()) {
          late[(int) event.source().position().offset()] = event.late();
        }
        snapshot = fleet.checkpoint(part);
      }
    }
    for (int i = 0; i < late.length; i++) {
      assertThat(late[i]).as("event %s", i).isEqualTo(undisturbed.get(i));
    }
  }

  @Test
  void entries_do_not_multiply_over_restores() throws Exception {
    FleetSnapshot snapshot;
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(4)) {
      for (int split = 0; split < 100; split++) {
        fleet.process(event(split, 0, 0));
      }
      snapshot = fleet.checkpoint(0);
    }
    long size = snapshot.stateSize();
    for (int restart = 1; restart < 10; restart++) {
      try (OperatorFleet<Decoded, Event> fleet = PLAN.restore(snapshot, 4)) {
        for (int split = 0; split < 50; split++) {
          fleet.process(event(split, restart, 0));
        }
        snapshot = fleet.checkpoint(restart);
      }
      assertThat(snapshot.stateSize()).isLessThan(2 * size);
    }
    try (OperatorFleet<Decoded, Event> fleet = PLAN.restore(snapshot, 1)) {
      fleet.process(event(99, 20, -6 * MINUTE));
      assertThat(fleet.output()).extracting(Event::late).containsExactly(true);
    }
  }

  @Test
  void a_page_a_split_goes_out_before_each_barrier_and_at_the_end() throws Exception {
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(1)) {
      fleet.process(new Rejection(source(0, 4), RejectReason.BROKEN_JSON, "$", "broken"));
      fleet.process(event(0, 5, 7));
      fleet.process(event(0, 9, 3));
      fleet.beforeBarrier(11);
      assertThat(fleet.sideOutput(PAGES)).hasSize(1);
      fleet.checkpoint(12);
      fleet.process(new Rejection(source(1, 2), RejectReason.BROKEN_JSON, "$", "broken"));
      fleet.finish();
      assertThat(fleet.sideOutput(PAGES))
          .containsExactly(
              new LedgerPage(
                  "decode-0",
                  11,
                  "0",
                  3,
                  0,
                  0,
                  1,
                  0,
                  Map.of(RejectReason.BROKEN_JSON, 1L),
                  Map.of(),
                  Position.ofOffset(4),
                  Position.ofOffset(9),
                  3L,
                  7L),
              new LedgerPage(
                  "decode-0",
                  LedgerPage.END_OF_INPUT,
                  "1",
                  1,
                  0,
                  0,
                  1,
                  0,
                  Map.of(RejectReason.BROKEN_JSON, 1L),
                  Map.of(),
                  Position.ofOffset(2),
                  Position.ofOffset(2),
                  null,
                  null));
    }
  }

  private static Event event(int split, long offset, long eventTime) {
    byte[] none = new byte[0];
    return new Event(source(split, offset), none, 0, eventTime, none, 0, false);
  }

  private static SourceRecord source(int split, long offset) {
    return new SourceRecord(
        Integer.toString(split), Position.ofOffset(offset), 0, null, null, List.of());
  }
}
