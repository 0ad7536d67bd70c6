package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.ledger.LedgerPage;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.OperatorFleet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageRowsTest {

  private static final FleetPlan<LedgerPage, RowChange> PLAN =
      FleetPlan.bySplit(
          () -> new PageRows<>("lake", "start-1", "orders", "contract", "1.0.0", new LedgerBook()),
          page -> 0,
          RowChange.TYPE,
          1);

  @Test
  void a_page_is_filed_under_the_next_barrier_whatever_its_writer_says() throws Exception {
    try (OperatorFleet<LedgerPage, RowChange> fleet = PLAN.start(1)) {
      fleet.process(page("decode-0", LedgerPage.END_OF_INPUT, 5, 0));
      assertThat(fleet.output()).isEmpty();

      fleet.beforeBarrier(12);

      assertThat(rows(fleet, "ledger")).singleElement().satisfies(row -> holds(row, 12L, 5L));
    }
  }

  @Test
  void pages_of_a_checkpoint_that_was_aborted_are_added_to_the_next_one() throws Exception {
    try (OperatorFleet<LedgerPage, RowChange> fleet = PLAN.start(1)) {
      fleet.process(page("decode-0", 3, 5, 0));
      fleet.process(page("decode-1", 3, 1, 100));
      fleet.process(page("decode-0", 4, 7, 5));

      fleet.beforeBarrier(4);

      assertThat(rows(fleet, "ledger"))
          .hasSize(2)
          .anySatisfy(row -> holds(row, 4L, 12L))
          .anySatisfy(row -> holds(row, 4L, 1L));
      // One reason a page; those of one writer are one row.
      assertThat(rows(fleet, "ledger_reason")).hasSize(2);
    }
  }

  @Test
  void what_comes_after_the_last_barrier_is_the_end_of_input() throws Exception {
    try (OperatorFleet<LedgerPage, RowChange> fleet = PLAN.start(1)) {
      fleet.process(page("decode-0", 3, 5, 0));

      fleet.finish();

      assertThat(rows(fleet, "ledger"))
          .singleElement()
          .satisfies(row -> holds(row, LedgerPage.END_OF_INPUT, 5L));
    }
  }

  private static void holds(RowChange row, long checkpoint, long consumed) {
    assertThat(row.values()).contains(checkpoint, consumed);
  }

  private static List<RowChange> rows(OperatorFleet<LedgerPage, RowChange> fleet, String table) {
    return fleet.output().stream().filter(row -> row.table().equals(table)).toList();
  }

  /** All consumed records were rejected. */
  private static LedgerPage page(String writer, long checkpoint, long consumed, long from) {
    return new LedgerPage(
        writer,
        checkpoint,
        "orders-0",
        consumed,
        0,
        0,
        consumed,
        0,
        Map.of(RejectReason.BROKEN_JSON, consumed),
        Map.of(),
        Position.ofOffset(from),
        Position.ofOffset(from + consumed - 1),
        null,
        null,
        List.of());
  }
}
