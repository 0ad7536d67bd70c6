package io.millrace.sessions;

import io.millrace.connectors.jdbc.JdbcTables;
import io.millrace.connectors.jdbc.LedgerSink;
import io.millrace.connectors.jdbc.LedgerTables;
import io.millrace.connectors.jdbc.RowChange;
import io.millrace.connectors.jdbc.SessionTables;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.parquet.FiledRow;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import java.util.List;

/**
 * Where the pipeline's outputs go; all of it is committed with the checkpoint that it belongs to.
 */
final class SessionsSinks {

  private SessionsSinks() {}

  /** Adds the sinks, after a check that the database has their tables. */
  static void attach(SessionsOutputs outputs, SessionsConfig config) {
    JobConfig job = config.job();
    StreamContract contract = job.contract();
    LedgerTables.migrate(job.jdbc());
    JdbcTables.verify(job.jdbc(), SessionTables.of(contract));

    outputs
        .updates()
        .flatMap(new SessionRows(contract))
        .returns(RowChange.TYPE)
        .uid(Uids.SESSION_ROWS)
        .name(Uids.SESSION_ROWS)
        .sinkTo(
            config
                .delivery()
                .sink(
                    job.jdbc(),
                    job.name(),
                    "sessions",
                    contract.sessions().stream()
                        .map(session -> SessionTables.sessions(contract, session))
                        .toList(),
                    // A row that is gone and the one that has its events are of one key.
                    List.of(SessionTables.GROUP_ID)))
        .uid(Uids.SESSION_SINK)
        .name(Uids.SESSION_SINK);

    for (SessionDefinition session : contract.sessions()) {
      SessionLakeRows rows = new SessionLakeRows(contract, session);
      outputs
          .updates()
          .flatMap(rows)
          .returns(FiledRow.TYPE)
          .uid(Uids.lakeRows(session.name()))
          .name(Uids.lakeRows(session.name()))
          .sinkTo(SessionLakeRows.table(config.lakePath(), contract, session).sink(config.writer()))
          .uid(Uids.lakeSink(session.name()))
          .name(Uids.lakeSink(session.name()));
    }
    LedgerSink.attach(
        outputs.ledgerPages(), outputs.sessionPages(), job.jdbc(), job.name(), contract);
  }
}
