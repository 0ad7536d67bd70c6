package io.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.event.SourceRecord.Header;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.OperatorFleet;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES = new OutputTag<>("pages", LedgerPage.TYPE);
  private static final FleetPlan<Decoded, Event> PLAN =
      FleetPlan.bySplit(
          () -> new Intake(REJECTIONS, PAGES, true),
          decoded -> Integer.parseInt(decoded.source().split()),
          EventTypes.EVENT,
          16);

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
  void records_of_a_job_that_only_counts_lose_their_bytes_and_nothing_else() throws Exception {
    byte[] bytes = {1};
    SourceRecord source =
        new SourceRecord(
            "0", Position.ofOffset(7), 11, bytes, bytes, List.of(new Header("trace", bytes)));
    Event event = new Event(source, new byte[] {2}, 3, 4, new byte[] {5}, 6, true);
    Rejection rejection = new Rejection(source, RejectReason.BROKEN_JSON, "$", "broken");
    FleetPlan<Decoded, Event> counting =
        FleetPlan.bySplit(
            () -> new Intake(REJECTIONS, PAGES, false), decoded -> 0, EventTypes.EVENT, 16);
    try (OperatorFleet<Decoded, Event> fleet = counting.start(1)) {
      fleet.process(event);
      fleet.process(rejection);
      SourceRecord bare = new SourceRecord("0", Position.ofOffset(7), 11, null, null, List.of());
      assertThat(fleet.output())
          .containsExactly(new Event(bare, event.id(), 3, 4, event.row(), 6, true));
      assertThat(fleet.sideOutput(REJECTIONS)).containsExactly(rejection);
    }
  }

  @Test
  void a_gap_is_no_record_but_on_the_page() throws Exception {
    try (OperatorFleet<Decoded, Event> fleet = PLAN.start(1)) {
      MissingRecords gap =
          new MissingRecords(
              "0", Position.ofOffset(10), Position.ofOffset(24), Position.ofOffset(25));
      fleet.process(gap);
      fleet.beforeBarrier(1);
      assertThat(fleet.output()).isEmpty();
      assertThat(fleet.sideOutput(PAGES)).hasSize(1);
      LedgerPage page = fleet.sideOutput(PAGES).get(0);
      assertThat(page.missing()).containsExactly(gap);
      assertThat(page.consumed()).isZero();
      assertThat(page.firstPosition()).isNull();
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
                  7L,
                  List.of()),
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
                  null,
                  List.of()));
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
