package io.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTallyTest {

  private final LedgerTally tally = new LedgerTally("decode-1");

  @Test
  void counts_by_split_reason_and_partition() {
    tally.consumed(event("a", 1, 30));
    tally.consumed(event("a", 2, 10));
    tally.rejected(new Rejection(source("b", 1), RejectReason.TOO_DEEP, "$", ""));
    tally.rejected(new Rejection(source("a", 3), RejectReason.TOO_DEEP, "$", ""));
    tally.rejected(new Rejection(source("a", 4), RejectReason.BAD_UTF8, "$", ""));
    tally.written(event("a", 1, 30), "hour=1");
    tally.written(event("a", 1, 30).asLate(), "hour=2");
    tally.written(event("a", 1, 30), "hour=1");
    tally.duplicate(event("b", 1, 30));
    tally.conflicting(event("b", 1, 30));

    assertThat(turnPage(3))
        .containsExactly(
            new LedgerPage(
                "decode-1",
                3,
                "a",
                4,
                3,
                0,
                2,
                1,
                Map.of(RejectReason.TOO_DEEP, 1L, RejectReason.BAD_UTF8, 1L),
                Map.of("hour=1", 2L, "hour=2", 1L),
                Position.ofOffset(1),
                Position.ofOffset(4),
                10L,
                30L,
                List.of()),
            new LedgerPage(
                "decode-1",
                3,
                "b",
                1,
                0,
                2,
                1,
                0,
                Map.of(RejectReason.TOO_DEEP, 1L, RejectReason.CONFLICTING, 1L),
                Map.of(),
                Position.ofOffset(1),
                Position.ofOffset(1),
                null,
                null,
                List.of()));
  }

  @Test
  void starts_anew_after_each_page() {
    assertThat(turnPage(1)).isEmpty();
    tally.consumed(event("a", 1, 30));
    assertThat(turnPage(2)).extracting(LedgerPage::consumed).containsExactly(1L);
    assertThat(turnPage(3)).isEmpty();
    tally.consumed(event("a", 2, 40));
    assertThat(turnPage(4))
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.consumed()).isEqualTo(1);
              assertThat(page.firstPosition()).isEqualTo(Position.ofOffset(2));
              assertThat(page.minEventTime()).isEqualTo(40);
            });
  }

  @Test
  void a_conflicting_record_is_a_duplicate_and_every_other_reason_a_rejection() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(Outcome.of(reason))
          .isEqualTo(reason == RejectReason.CONFLICTING ? Outcome.DUPLICATE : Outcome.REJECTED);
    }
  }

  private List<LedgerPage> turnPage(long checkpoint) {
    List<LedgerPage> pages = new ArrayList<>();
    tally.turnPage(checkpoint, pages::add);
    pages.sort(Comparator.comparing(LedgerPage::split));
    return pages;
  }

  private static Event event(String split, long offset, long eventTime) {
    return new Event(source(split, offset), new byte[0], 0, eventTime, new byte[0], 0, false);
  }

  private static SourceRecord source(String split, long offset) {
    return new SourceRecord(split, Position.ofOffset(offset), 0, null, null, List.of());
  }
}
