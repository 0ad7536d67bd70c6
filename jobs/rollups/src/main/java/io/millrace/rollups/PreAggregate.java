package io.millrace.rollups;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.progress.EventTimeProgress;
import io.millrace.progress.GuaranteePreconditions;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Adds events up before the shuffle, so that a group is a record a slice and subtask and not a
 * record an event, however hot it is; see {@link PreAggregator}.
 *
 * <p>Emits its partials before each watermark that advances, before each checkpoint's barrier, at
 * the end of input and when they take too much memory: it has no state but its progress. Its
 * subtasks never say that they are idle: each hears of every split, so none holds the others back,
 * and {@link AggregateWindows} is never ahead of the one that decides what is too late.
 */
final class PreAggregate extends AbstractStreamOperator<Partial>
    implements OneInputStreamOperator<Event, Partial> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final long mostMemory;
  private final OutputTag<RollupPage> pages;

  private transient EventTimeProgress progress;
  private transient PreAggregator aggregator;

  /**
   * @param mostMemory about how many bytes its partials may take
   * @param pages where its pages go
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  PreAggregate(StreamContract contract, long mostMemory, OutputTag<RollupPage> pages) {
    this.contract = contract;
    this.mostMemory = mostMemory;
    this.pages = pages;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    GuaranteePreconditions.checkAligned(getContainingTask().getJobConfiguration());
    progress = EventTimeProgress.restore(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    aggregator = new PreAggregator(contract, "rollups-" + subtask, mostMemory);
  }

  @Override
  public void processElement(StreamRecord<Event> element) {
    aggregator.add(element.getValue(), progress.millis());
    if (aggregator.full()) {
      flush();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    progress.advance(mark.getTimestamp());
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
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progress.snapshot();
  }

  @Override
  public void finish() throws Exception {
    flush();
    turnPage();
    super.finish();
  }

  private void flush() {
    aggregator.flush(partial -> output.collect(new StreamRecord<>(partial)));
  }

  private void turnPage() {
    aggregator.turnPage(page -> output.collect(pages, new StreamRecord<>(page)));
  }
}
