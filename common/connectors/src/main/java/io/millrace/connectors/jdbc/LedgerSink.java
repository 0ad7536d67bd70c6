package io.millrace.connectors.jdbc;

import io.millrace.contract.StreamContract;
import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.RollupPage;
import java.util.ArrayList;
import java.util.List;
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
    sink(
        rows(pages, "ledger-rows", job, start(), contract, new LedgerBook()),
        config,
        job,
        List.of());
  }

  /**
   * The same for a rollups job: also {@code rollup-ledger-rows}, to {@code ledger_rollup} and to
   * {@link RollupTables#tooLate}, all of one checkpoint in one transaction.
   */
  public static void attach(
      DataStream<LedgerPage> pages,
      DataStream<RollupPage> rollupPages,
      JdbcConfig config,
      String job,
      StreamContract contract) {
    JdbcTable tooLate = RollupTables.tooLate(contract);
    String start = start();
    DataStream<RowChange> rows =
        rows(pages, "ledger-rows", job, start, contract, new LedgerBook())
            .union(
                rows(
                    rollupPages,
                    "rollup-ledger-rows",
                    job,
                    start,
                    contract,
                    new RollupBook(tooLate.name())));
    sink(rows, config, job, List.of(LedgerTables.ROLLUPS, tooLate));
  }

  private static <P> DataStream<RowChange> rows(
      DataStream<P> pages,
      String uid,
      String job,
      String start,
      StreamContract contract,
      PageRows.Book<P> book) {
    return pages
        .transform(
            uid,
            RowChange.TYPE,
            new PageRows<>(job, start, contract.name(), contract.id(), contract.version(), book))
        .setParallelism(1)
        .uid(uid);
  }

  private static void sink(
      DataStream<RowChange> rows, JdbcConfig config, String job, List<JdbcTable> more) {
    List<JdbcTable> tables = new ArrayList<>(LedgerTables.all());
    tables.addAll(more);
    rows.sinkTo(new TwoPhaseJdbcSink(config, job, "ledger", tables))
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
