package io.millrace.rollups;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.JdbcTables;
import io.millrace.connectors.jdbc.LedgerSink;
import io.millrace.connectors.jdbc.LedgerTables;
import io.millrace.connectors.jdbc.RollupTables;
import io.millrace.connectors.jdbc.RowChange;
import io.millrace.connectors.job.JobConfig;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the pipeline's outputs go: by default all of it is committed with the checkpoint that it
 * belongs to; the ledger always.
 */
final class RollupsSinks {

  private RollupsSinks() {}

  /**
   * Adds the sinks, after bringing the ledger's tables up to date and holding the rollups' tables
   * against the database.
   */
  static void attach(RollupsOutputs outputs, RollupsConfig config) {
    JobConfig job = config.job();
    LedgerTables.migrate(job.jdbc());
    JdbcTables.verify(job.jdbc(), RollupTables.of(job.contract()));

    outputs
        .results()
        .transform(Uids.RESULT_ROWS, RowChange.TYPE, new ResultRows(job.contract()))
        .uid(Uids.RESULT_ROWS)
        .sinkTo(
            config
                .delivery()
                .sink(
                    job.jdbc(),
                    job.name(),
                    "rollups",
                    resultTables(job.contract()),
                    RollupTables.WINDOW_KEY))
        .uid(Uids.RESULT_SINK)
        .name(Uids.RESULT_SINK);
    LedgerSink.attach(
        outputs.ledgerPages(), outputs.rollupPages(), job.jdbc(), job.name(), job.contract());
  }

  private static List<JdbcTable> resultTables(StreamContract contract) {
    List<JdbcTable> tables = new ArrayList<>();
    for (RollupDefinition rollup : contract.rollups()) {
      tables.add(RollupTables.results(contract, rollup));
      tables.add(RollupTables.corrections(contract, rollup));
    }
    return tables;
  }
}
