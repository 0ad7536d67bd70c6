package io.millrace.local.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.local.audit.LedgerRow.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One shard; positions are far apart and of many digits, as those of Kinesis are. */
class ShardAuditTest {

  private static final BigInteger BASE = new BigInteger("9".repeat(50) + "000000");

  private final List<LedgerRow> pages = new ArrayList<>();
  private final Shard shard = new Shard();

  ShardAuditTest() {
    for (int i = 0; i < 10; i++) {
      shard.records.put(at(10L * i), 1L);
    }
    page("run-a", 6, 0, 50);
    page("run-a", 4, 60, 90);
  }

  @Test
  void everyRecordIsInOnePage() {
    Positions positions = audit();
    assertThat(positions.findings()).isEmpty();
    assertThat(positions.gaps()).isEmpty();
    assertThat(positions.pending()).isZero();
  }

  @Test
  void aLostPageInTheMiddleIsAnUnexplainedGap() {
    shard.records.put(at(100), 1L);
    page("run-a", 1, 100, 100);
    pages.remove(1);
    Positions positions = audit();
    assertThat(positions.findings())
        .containsExactly(
            "positions %s to %s hold 4 records that no page has".formatted(at(60), at(90)));
    assertThat(positions.gaps())
        .containsExactly(
            new Gap(
                new Range(at(60), at(90)),
                4,
                Gap.Kind.UNEXPLAINED,
                "records that the ledger does not count"));
  }

  @Test
  void recordsBehindTheLastPageArePendingUnlessThePagesAreLost() {
    pages.remove(1);
    assertThat(audit().pending()).isEqualTo(4);
    assertThat(audit().findings()).isEmpty();
    pages.clear();
    assertThat(audit().pending()).isEqualTo(10);
    Positions lost = new ShardAudit("shard", shard, true).of(pages, true);
    assertThat(lost.pending()).isZero();
    assertThat(lost.findings())
        .containsExactly(
            "positions %s to %s hold 10 records that no page has".formatted(at(0), at(90)));
  }

  @Test
  void aPageMustCountWhatItsRangeHolds() {
    shard.records.put(at(15), 1L);
    assertThat(audit().findings())
        .containsExactly(
            "positions %s to %s hold 1 more records than the ledger counts"
                .formatted(at(0), at(50)));
    shard.records.remove(at(15));
    shard.records.remove(at(20));
    assertThat(audit().findings())
        .containsExactly(
            "positions %s to %s: the ledger counts 6 records, the source holds 5 (-1)"
                .formatted(at(0), at(50)));
  }

  @Test
  void aPageTooManyWasConsumedTwice() {
    page("run-a", 4, 60, 90);
    assertThat(audit().findings())
        .contains("positions %s to %s were counted twice in run run-a".formatted(at(60), at(90)));
    pages.remove(2);
    page("run-b", 1, 90, 90);
    assertThat(audit().findings())
        .contains("positions %s were consumed by run run-a and by run run-b".formatted(at(90)));
  }

  @Test
  void aCheckpointMayFallBetweenRecordsThatWerePackedIntoOne() {
    shard.records.put(at(50), 5L);
    pages.clear();
    page("run-a", 7, 0, 50); // Two of the five.
    page("run-a", 7, 50, 90); // And the other three.
    assertThat(audit().findings()).isEmpty();
    page("run-a", 1, 90, 90);
    assertThat(audit().findings()).as("one of them counted twice").hasSize(1);
  }

  @Test
  void whatTheSourceHasExpiredCannotBeChecked() {
    shard.records.keySet().removeIf(position -> position.compareTo(at(30)) < 0);
    Positions positions = audit();
    assertThat(positions.findings()).isEmpty();
    assertThat(positions.gaps())
        .extracting(Gap::range, Gap::kind)
        .containsExactly(tuple(new Range(at(0), at(50)), Gap.Kind.EXPIRED));
    shard.records.clear();
    positions = audit();
    assertThat(positions.findings()).isEmpty();
    assertThat(positions.gaps())
        .extracting(Gap::range, Gap::positions)
        .containsExactly(tuple(new Range(at(0), at(90)), 10L));
  }

  @Test
  void recordsBeforeTheFirstPageCountOnlyForAJobThatStartsAtTheEarliest() {
    pages.remove(0);
    assertThat(audit().findings())
        .containsExactly(
            "positions %s to %s hold 6 records that no page has".formatted(at(0), at(50)));
    assertThat(new ShardAudit("shard", shard, false).of(pages, false).findings()).isEmpty();
  }

  private Positions audit() {
    return new ShardAudit("shard", shard, true).of(pages, false);
  }

  private void page(String run, long consumed, long first, long last) {
    pages.add(
        new LedgerRow(
            run,
            "shard",
            pages.size() + 1,
            "decode-0",
            consumed,
            0,
            0,
            0,
            0,
            new Range(at(first), at(last))));
  }

  private static BigInteger at(long place) {
    return BASE.add(BigInteger.valueOf(place));
  }

  private static final class Shard implements ShardReader {
    final Map<BigInteger, Long> records = new TreeMap<>();

    @Override
    public void read(String split, PositionConsumer consumer) {
      records.forEach(consumer::accept);
    }

    @Override
    public Iterable<String> splits() {
      return List.of("shard");
    }

    @Override
    public void close() {}
  }
}
