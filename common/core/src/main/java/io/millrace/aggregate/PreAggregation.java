package io.millrace.aggregate;

import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.ledger.RollupTally;
import io.millrace.progress.ProgressOperator;
import java.util.List;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Adds events up before the shuffle, so that a key is a record a flush and not a record an event,
 * however hot it is. It also decides, once and for all, which events count, and tells the ledger.
 *
 * <p>Emits what it holds before each watermark, before each checkpoint's barrier and at the end of
 * input: it has no state but its progress. Its subtasks never say that they are idle: each hears of
 * every split, so none holds the others back, and the {@link Aggregation} behind the shuffle is
 * never ahead of the one that decides what is too late.
 */
public abstract class PreAggregation<OUT> extends ProgressOperator<OUT>
    implements OneInputStreamOperator<Event, OUT> {

  private static final long serialVersionUID = 1L;

  private final String writer;
  private final OutputTag<RollupPage> pages;

  private transient RollupTally tally;

  /**
   * @param writer what its pages carry, before the subtask's number
   * @param pages where its pages go
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before any record.
  protected PreAggregation(String writer, OutputTag<RollupPage> pages) {
    this.writer = writer;
    this.pages = pages;
  }

  /** The definitions that events count in, in their order. */
  protected abstract List<String> definitions();

  /** Emits all that it holds. */
  protected abstract void flush();

  /** What became of each event; there from {@link #open} on. */
  protected final RollupTally tally() {
    return tally;
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally =
        new RollupTally(
            writer + "-" + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
            definitions(),
            getMetricGroup());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    progress().advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // Never idle: see above.
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    flush();
    turnPage();
  }

  @Override
  public void finish() throws Exception {
    flush();
    turnPage();
    super.finish();
  }

  private void turnPage() {
    tally.turnPage(page -> output.collect(pages, new StreamRecord<>(page)));
  }
}
