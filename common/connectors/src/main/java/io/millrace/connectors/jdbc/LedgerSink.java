package io.millrace.connectors.jdbc;

import io.millrace.contract.StreamContract;
import io.millrace.ledger.LedgerPage;
import java.util.UUID;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Ledger pages to the ledger's tables, exactly once. */
public final class LedgerSink {

  private LedgerSink() {}

  /**
   * Adds the operators {@code ledger-rows} and {@code ledger-sink} (their uids; parallelism 1).
   *
   * <p>The tables must be there: {@link LedgerTables#migrate}.
   *
   * @param pages of all operators that count
   * @param job the job's configured name
   */
  public static void attach(
      DataStream<LedgerPage> pages, JdbcConfig config, String job, StreamContract contract) {
    pages
        .transform(
            "ledger-rows",
            RowChange.TYPE,
            new PageRows(job, start(), contract.name(), contract.id(), contract.version()))
        .setParallelism(1)
        .uid("ledger-rows")
        .sinkTo(new TwoPhaseJdbcSink(config, job, "ledger", LedgerTables.all()))
        .setParallelism(1)
        .uid("ledger-sink")
        .name("ledger-sink");
  }

  /**
   * Tells starts of a job apart, also where each has the same job id: in application mode with high
   * availability Flink derives the id from the cluster's, while checkpoints are numbered anew.
   * Drawn where the job is submitted, so that it stays the same through recoveries.
   */
  private static String start() {
    return UUID.randomUUID().toString().substring(0, 8);
  }
}
