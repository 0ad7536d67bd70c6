package io.millrace.local.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.local.audit.LedgerRow.Range;
import io.millrace.local.audit.OffsetReader.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two splits of ten records each; checkpoint 1 after the sixth, checkpoint 2 after the tenth. */
class AuditorTest {

  private static final String DAY = "event_date=2026-11-22/event_hour=13";

  private final List<LedgerRow> pages = new ArrayList<>();
  private final Map<String, Map<String, Long>> reasons = new HashMap<>();
  private final Map<String, Long> conflicting = new HashMap<>();
  private final Map<String, Long> lakeRows = new HashMap<>();
  private final Map<String, Long> deadLetters = new HashMap<>();
  private final Map<String, Long> ledgerPartitions = new HashMap<>(Map.of(DAY, 14L));
  private final Map<String, Long> lakePartitions = new HashMap<>(Map.of(DAY, 14L));
  private final SourceLog source = new SourceLog();

  AuditorTest() {
    for (String split : List.of("orders-0", "orders-1")) {
      // Of ten records: seven written, two duplicates (one conflicting), one rejected.
      consumed("run-a", split, 1, 6, 1, 0, 5);
      outcomes("run-a", split, 1, 4, 1);
      consumed("run-a", split, 2, 4, 0, 6, 9);
      outcomes("run-a", split, 2, 3, 1);
      reasons.put(split, Map.of("broken_json", 1L));
      conflicting.put(split, 1L);
      lakeRows.put(split, 7L);
      deadLetters.put(split, 2L);
      source.split(split, 0, 10);
    }
  }

  @Test
  void everythingBalances() {
    AuditReport report = audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.balanced()).isTrue();
    assertThat(report.total(SplitBalance::consumed)).isEqualTo(20);
    assertThat(report.total(SplitBalance::written)).isEqualTo(14);
    assertThat(report.total(SplitBalance::duplicate)).isEqualTo(4);
    assertThat(report.total(SplitBalance::rejected)).isEqualTo(2);
    assertThat(report.rejectedByReason()).containsExactly(Map.entry("broken_json", 2L));
    assertThat(report.conflicting()).isEqualTo(2);
    assertThat(source.reads).as("full ranges need no reading").isZero();
  }

  @Test
  void aLostFileIsMissedBySplitAndByPartition() {
    lakeRows.put("orders-1", 4L);
    lakePartitions.put(DAY, 11L);
    assertThat(audit().findings())
        .containsExactly(
            "orders-1: the ledger has 7 written, but the lake's files hold 4 (-3)",
            DAY + ": the ledger has 14 written, the files have 11 rows (-3)");
  }

  @Test
  void aFileTooManyIsFoundInAPartitionThatTheLedgerDoesNotKnow() {
    lakePartitions.put("event_date=2026-11-22/event_hour=14", 2L);
    assertThat(audit().findings())
        .containsExactly(
            "event_date=2026-11-22/event_hour=14: the ledger has 0 written, the files have 2 rows (+2)");
  }

  @Test
  void aLostDeadLetterIsMissed() {
    deadLetters.put("orders-0", 1L);
    assertThat(audit().findings())
        .containsExactly(
            "orders-0: the ledger has 2 rejected or conflicting, but the dead letters hold 1 (-1)");
  }

  @Test
  void aLostPageOfOutcomesUnbalancesItsCheckpoint() {
    pages.removeIf(p -> p.checkpoint() == 2 && p.split().equals("orders-0") && p.range() == null);
    assertThat(audit().findings())
        .contains(
            "orders-0: checkpoint 2 of run run-a: consumed 4, but written + duplicate + rejected = 0 (-4)");
  }

  @Test
  void aLostPageInTheMiddleIsAnUnexplainedGap() {
    consumed("run-a", "orders-0", 3, 2, 0, 10, 11);
    outcomes("run-a", "orders-0", 3, 2, 0);
    lakeRows.put("orders-0", 6L);
    lakePartitions.put(DAY, 13L);
    ledgerPartitions.put(DAY, 13L);
    source.split("orders-0", 0, 12);
    pages.removeIf(p -> p.checkpoint() == 2 && p.split().equals("orders-0"));
    AuditReport report = audit();
    assertThat(report.findings())
        .containsExactly("orders-0: positions 6 to 9 hold 4 records that no page has");
    assertThat(report.splits().get(0).gaps())
        .containsExactly(
            new Gap(
                new Range(6, 9),
                4,
                Gap.Kind.UNEXPLAINED,
                "records that the ledger does not count"));
  }

  @Test
  void aLostLastPageShowsAsPendingAndInTheLake() {
    pages.removeIf(p -> p.checkpoint() == 2 && p.split().equals("orders-1"));
    AuditReport report = audit();
    assertThat(report.splits().get(1).pending()).isEqualTo(4);
    assertThat(report.findings())
        .containsExactly("orders-1: the ledger has 4 written, but the lake's files hold 7 (+3)");
  }

  @Test
  void aLostOnlyPageIsAGap() {
    pages.removeIf(p -> p.split().equals("orders-1") && p.range() != null);
    AuditReport report = audit();
    assertThat(report.findings())
        .contains("orders-1: positions 0 to 9 hold 10 records that no page has");
    assertThat(report.splits().get(1).pending()).isZero();
    assertThat(report.splits().get(1).gaps())
        .extracting(Gap::kind)
        .containsExactly(Gap.Kind.UNEXPLAINED);
    pages.removeIf(p -> p.split().equals("orders-1"));
    assertThat(audit().findings())
        .as("only the files know of the split")
        .contains("orders-1: positions 0 to 9 hold 10 records that no page has");
  }

  @Test
  void recordsOfASplitThatNobodyHasBegunArePending() {
    source.split("orders-2", 0, 10);
    AuditReport report = audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.splits().get(2).pending()).isEqualTo(10);
  }

  @Test
  void aPageTooManyWasCountedTwice() {
    consumed("run-a", "orders-0", 3, 4, 0, 6, 9);
    outcomes("run-a", "orders-0", 3, 0, 4);
    assertThat(audit().findings())
        .containsExactly("orders-0: positions 6 to 9 were counted twice in run run-a");
  }

  @Test
  void aSecondRunMayGoOnButNotBeginAgain() {
    consumed("run-b", "orders-0", 1, 2, 0, 10, 11);
    outcomes("run-b", "orders-0", 1, 0, 2);
    source.split("orders-0", 0, 12);
    assertThat(audit().findings()).isEmpty();
    consumed("run-c", "orders-0", 1, 12, 0, 0, 11);
    outcomes("run-c", "orders-0", 1, 0, 12);
    assertThat(audit().findings())
        .isNotEmpty()
        .allMatch(finding -> finding.matches("orders-0: positions .* were consumed by run .*"));
  }

  /** As of a topic that was made again, and read in pages that are shorter than the old ones. */
  @Test
  void pagesOfTwoRunsThatAlternateAreNotCalledOneRunTwice() {
    source.split("orders-0", 0, 4);
    consumed("run-b", "orders-0", 3, 2, 0, 0, 1);
    consumed("run-b", "orders-0", 4, 2, 0, 2, 3);
    outcomes("run-b", "orders-0", 3, 0, 2);
    outcomes("run-b", "orders-0", 4, 0, 2);
    assertThat(audit().findings())
        .containsExactly(
            "orders-0: positions 0 to 1 were consumed by run run-a and by run run-b",
            "orders-0: positions 2 to 3 were consumed by run run-a and by run run-b");
  }

  @Test
  void positionsBehindTheEndOfATopicThatWasMadeAgainAreGone() {
    pages.removeIf(p -> p.split().equals("orders-0") && p.checkpoint() == 1 && p.range() != null);
    source.split("orders-0", 0, 2);
    assertThat(audit().findings())
        .contains(
            "orders-0: positions 0 to 1 hold 2 records that no page has",
            "orders-0: positions 2 to 5 were never consumed, and the source no longer holds them");
  }

  @Test
  void transactionMarkersExplainGapsInsideAndBetweenPages() {
    pages.removeIf(p -> p.split().equals("orders-0"));
    source.split("orders-0", 0, 14, 3, 6, 7, 13);
    consumed("run-a", "orders-0", 1, 5, 1, 0, 5);
    outcomes("run-a", "orders-0", 1, 3, 1);
    consumed("run-a", "orders-0", 2, 5, 0, 8, 12);
    outcomes("run-a", "orders-0", 2, 4, 1);
    AuditReport report = audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.splits().get(0).pending()).isZero();
    assertThat(report.splits().get(0).gaps())
        .extracting(Gap::range, Gap::positions, Gap::kind)
        .containsExactly(
            tuple(new Range(0, 5), 1L, Gap.Kind.EXPLAINED),
            tuple(new Range(6, 7), 2L, Gap.Kind.EXPLAINED));
  }

  @Test
  void aRecordThatAPagePassedOverIsUnexplained() {
    pages.removeIf(p -> p.split().equals("orders-0"));
    consumed("run-a", "orders-0", 1, 9, 1, 0, 9);
    outcomes("run-a", "orders-0", 1, 6, 2);
    lakeRows.put("orders-0", 6L);
    lakePartitions.put(DAY, 13L);
    ledgerPartitions.put(DAY, 13L);
    assertThat(audit().findings())
        .containsExactly("orders-0: positions 0 to 9 hold 1 more records than the ledger counts");
  }

  @Test
  void recordsThatTheSourceNeverHadDoNotBalance() {
    source.split("orders-0", 0, 10, 4);
    pages.removeIf(p -> p.split().equals("orders-0") && p.range() != null);
    consumed("run-a", "orders-0", 1, 6, 1, 0, 6);
    consumed("run-a", "orders-0", 2, 4, 0, 7, 12);
    source.split("orders-0", 0, 13, 0, 1, 8, 9, 10);
    assertThat(audit().findings())
        .contains(
            "orders-0: positions 0 to 6: the ledger counts 6 records, the source holds 5 (-1)");
    source.split("orders-0", new Held(0, 13, true), 0, 1, 8, 9, 10);
    assertThat(audit().findings()).as("compacted since").isEmpty();
  }

  @Test
  void expiredPositionsAreNamedAndCountOnlyWhereNobodyConsumedThem() {
    source.split("orders-0", 8, 10);
    assertThat(audit().findings()).as("consumed, then expired").isEmpty();
    pages.removeIf(
        p ->
            p.split().equals("orders-0")
                && p.range() != null
                && p.range().first().intValueExact() == 6);
    consumed("run-a", "orders-0", 2, 2, 0, 8, 9);
    AuditReport report = audit();
    assertThat(report.findings())
        .contains(
            "orders-0: positions 6 to 7 were never consumed, and the source no longer holds them");
    assertThat(report.splits().get(0).gaps()).extracting(Gap::kind).contains(Gap.Kind.EXPIRED);
  }

  @Test
  void recordsBeforeTheFirstPageCountOnlyForAJobThatStartsAtTheEarliest() {
    pages.removeIf(p -> p.split().equals("orders-0") && p.checkpoint() == 1);
    lakeRows.put("orders-0", 3L);
    deadLetters.put("orders-0", 1L);
    reasons.remove("orders-0");
    lakePartitions.put(DAY, 10L);
    ledgerPartitions.put(DAY, 10L);
    assertThat(audit().findings())
        .containsExactly("orders-0: positions 0 to 5 hold 6 records that no page has");
    assertThat(new Auditor("orders", false).audit(book(), lake(), source).findings()).isEmpty();
  }

  @Test
  void anIdleSplitBalances() {
    source.split("orders-2", 0, 0);
    AuditReport report = audit();
    assertThat(report.balanced()).isTrue();
    assertThat(report.splits())
        .extracting(SplitBalance::split)
        .containsExactly("orders-0", "orders-1", "orders-2");
  }

  @Test
  void reasonsMustAddUpToTheRejected() {
    reasons.put("orders-1", Map.of("broken_json", 1L, "wrong_type", 1L));
    assertThat(audit().findings())
        .containsExactly("orders-1: the ledger has 1 rejected, but reasons for 2 (+1)");
  }

  private AuditReport audit() {
    return new Auditor("orders", true).audit(book(), lake(), source);
  }

  private LedgerBook book() {
    return new LedgerBook(List.copyOf(pages), reasons, conflicting, ledgerPartitions);
  }

  private LakeCounts lake() {
    return new LakeCounts(lakeRows, lakePartitions, deadLetters, 3);
  }

  private void consumed(
      String run, String split, long checkpoint, long n, long rejected, long first, long last) {
    pages.add(
        new LedgerRow(
            run, split, checkpoint, "decode-0", n, 0, 0, rejected, 0, new Range(first, last)));
  }

  private void outcomes(String run, String split, long checkpoint, long written, long duplicate) {
    pages.add(new LedgerRow(run, split, checkpoint, "dedup-1", 0, written, duplicate, 0, 0, null));
  }
}
