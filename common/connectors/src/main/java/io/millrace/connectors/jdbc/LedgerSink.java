package io.millrace.connectors.jdbc;

import io.millrace.contract.StreamContract;
import io.millrace.ledger.LedgerPage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

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
        .flatMap(
            new PageRows(job, contract.name(), contract.id(), contract.version()), RowChange.TYPE)
        .setParallelism(1)
        .uid("ledger-rows")
        .name("Ledger rows")
        .sinkTo(new TwoPhaseJdbcSink(config, job, "ledger", LedgerTables.all()))
        .setParallelism(1)
        .uid("ledger-sink")
        .name("Ledger");
  }

  private static final class PageRows extends RichFlatMapFunction<LedgerPage, RowChange> {
    private static final long serialVersionUID = 1L;

    private final String job;
    private final String stream;
    private final String contractId;
    private final String contractVersion;
    private transient @Nullable LedgerRun run;

    PageRows(String job, String stream, String contractId, String contractVersion) {
      this.job = job;
      this.stream = stream;
      this.contractId = contractId;
      this.contractVersion = contractVersion;
    }

    @Override
    public void open(OpenContext context) {
      String id = getRuntimeContext().getJobInfo().getJobId().toHexString();
      run = new LedgerRun(job, id, stream, contractId, contractVersion);
    }

    @Override
    public void flatMap(LedgerPage page, Collector<RowChange> out) {
      if (run == null) {
        throw new IllegalStateException("not opened");
      }
      LedgerTables.rows(run, page).forEach(out::collect);
    }
  }
}
