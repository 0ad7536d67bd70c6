package io.millrace.connectors.jdbc;

import io.millrace.ledger.LedgerPage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Turns pages into the ledger's rows, under the checkpoint that commits them.
 *
 * <p>A page waits for the next barrier: everything that came before it, from whichever writer,
 * belongs to that checkpoint. Writers cannot say so themselves: one whose input has ended emits its
 * last page between two checkpoints, while the next operator counts the same records at the one
 * that follows. Must run with parallelism 1.
 */
final class PageRows extends AbstractStreamOperator<RowChange>
    implements OneInputStreamOperator<LedgerPage, RowChange> {

  private static final long serialVersionUID = 1L;

  private final String job;
  private final String start;
  private final String stream;
  private final String contractId;
  private final String contractVersion;

  private transient Map<WriterOfSplit, LedgerPage> waiting;
  private transient LedgerRun run;

  @SuppressWarnings("NullAway.Init") // Flink calls open before any page.
  PageRows(String job, String start, String stream, String contractId, String contractVersion) {
    this.job = job;
    this.start = start;
    this.stream = stream;
    this.contractId = contractId;
    this.contractVersion = contractVersion;
  }

  @Override
  public void open() throws Exception {
    super.open();
    String id = getRuntimeContext().getJobInfo().getJobId().toHexString();
    run = new LedgerRun(job, id + "-" + start, stream, contractId, contractVersion);
    waiting = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<LedgerPage> element) {
    LedgerPage page = element.getValue();
    waiting.merge(new WriterOfSplit(page.writer(), page.split()), page, LedgerPage::plus);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    emit(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    emit(LedgerPage.END_OF_INPUT);
    super.finish();
  }

  private void emit(long checkpoint) {
    for (LedgerPage page : waiting.values()) {
      LedgerTables.rows(run, page.at(checkpoint))
          .forEach(row -> output.collect(new StreamRecord<>(row)));
    }
    waiting.clear();
  }

  private record WriterOfSplit(String writer, String split) {}
}
