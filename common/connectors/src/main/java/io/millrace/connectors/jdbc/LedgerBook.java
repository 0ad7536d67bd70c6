package io.millrace.connectors.jdbc;

import io.millrace.ledger.LedgerPage;
import java.util.List;

/** The pages that every job writes. */
final class LedgerBook implements PageRows.Book<LedgerPage> {

  private static final long serialVersionUID = 1L;

  private record WriterOfSplit(String writer, String split) {}

  @Override
  public Object key(LedgerPage page) {
    return new WriterOfSplit(page.writer(), page.split());
  }

  @Override
  public LedgerPage plus(LedgerPage page, LedgerPage next) {
    return page.plus(next);
  }

  @Override
  public List<RowChange> rows(LedgerRun run, long checkpoint, LedgerPage page) {
    return LedgerTables.rows(run, page.at(checkpoint));
  }
}
