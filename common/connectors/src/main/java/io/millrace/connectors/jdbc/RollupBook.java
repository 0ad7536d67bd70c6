package io.millrace.connectors.jdbc;

import io.millrace.ledger.RollupPage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The pages of a rollups job: {@code ledger_rollup} and {@code <stream>_too_late}. */
final class RollupBook implements PageRows.Book<RollupPage> {

  private static final long serialVersionUID = 1L;

  private final String tooLate;

  /**
   * @param tooLate the name of the stream's table of what came too late
   */
  RollupBook(String tooLate) {
    this.tooLate = tooLate;
  }

  private record Key(String writer, String split, String rollup) {}

  @Override
  public Object key(RollupPage page) {
    return new Key(page.writer(), page.split(), page.rollup());
  }

  @Override
  public RollupPage plus(RollupPage page, RollupPage next) {
    return page.plus(next);
  }

  @Override
  public List<RowChange> rows(LedgerRun run, long checkpoint, RollupPage page) {
    List<RowChange> rows = new ArrayList<>();
    rows.add(
        RowChange.upsert(
            LedgerTables.ROLLUPS.name(),
            run.job(),
            run.run(),
            run.stream(),
            page.split(),
            checkpoint,
            page.writer(),
            page.rollup(),
            page.counted(),
            page.filtered(),
            page.tooLate()));
    page.missed()
        .forEach(
            (window, missed) ->
                rows.add(
                    RowChange.upsert(
                        tooLate,
                        page.rollup(),
                        Instant.ofEpochMilli(window.start()),
                        Instant.ofEpochMilli(window.end()),
                        page.split(),
                        run.job(),
                        run.run(),
                        checkpoint,
                        page.writer(),
                        missed.records(),
                        new BigDecimal(missed.first().number()),
                        new BigDecimal(missed.last().number()))));
    return rows;
  }
}
