package io.millrace.connectors.jdbc;

import io.millrace.ledger.LedgerPage;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
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
 *
 * @param <P> the kind of page
 */
final class PageRows<P> extends AbstractStreamOperator<RowChange>
    implements OneInputStreamOperator<P, RowChange> {

  private static final long serialVersionUID = 1L;

  /** What a kind of page is to the ledger. */
  interface Book<P> extends Serializable {

    /** Pages of one key become one. */
    Object key(P page);

    P plus(P page, P next);

    /** A page as rows under the checkpoint that commits it. */
    List<RowChange> rows(LedgerRun run, long checkpoint, P page);
  }

  private final String job;
  private final String start;
  private final String stream;
  private final String contractId;
  private final String contractVersion;
  private final Book<P> book;

  private transient Map<Object, P> waiting;
  private transient LedgerRun run;

  @SuppressWarnings("NullAway.Init") // Flink calls open before any page.
  PageRows(
      String job,
      String start,
      String stream,
      String contractId,
      String contractVersion,
      Book<P> book) {
    this.job = job;
    this.start = start;
    this.stream = stream;
    this.contractId = contractId;
    this.contractVersion = contractVersion;
    this.book = book;
  }

  @Override
  public void open() throws Exception {
    super.open();
    String id = getRuntimeContext().getJobInfo().getJobId().toHexString();
    run = new LedgerRun(job, id + "-" + start, stream, contractId, contractVersion);
    waiting = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<P> element) {
    P page = element.getValue();
    waiting.merge(book.key(page), page, book::plus);
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
    for (P page : waiting.values()) {
      book.rows(run, checkpoint, page).forEach(row -> output.collect(new StreamRecord<>(row)));
    }
    waiting.clear();
  }
}
