package io.millrace.progress;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.LedgerTally;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Marks late events, sends rejections aside, and counts what each split gave.
 *
 * <p>An event is late when it is older than the highest event time that its own split had shown
 * before it, less {@code maxOutOfOrderness}: a function of the split's records in their order, so
 * the same on every run. Rejections do not count. The highest times are state ({@link
 * SplitProgress}).
 *
 * <p>Must be chained to the source, so that a split's records arrive in order and all at one
 * subtask. Emits its ledger pages (consumed, rejected, positions, event times) before each
 * checkpoint's barrier and at the end of input.
 */
public final class MarkLate extends AbstractStreamOperator<Event>
    implements OneInputStreamOperator<Decoded, Event> {

  private static final long serialVersionUID = 1L;

  private final long maxOutOfOrderness;
  private final OutputTag<Rejection> rejections;
  private final OutputTag<LedgerPage> pages;

  private transient SplitProgress progress;
  private transient LedgerTally tally;
  private transient Counter consumed;
  private transient Counter rejected;
  private transient Counter late;
  private transient Map<RejectReason, Counter> rejectedByReason;

  /**
   * @param maxOutOfOrderness how far an event may lag behind its split without being late
   * @param rejections where rejections go
   * @param pages where ledger pages go
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  public MarkLate(
      Duration maxOutOfOrderness, OutputTag<Rejection> rejections, OutputTag<LedgerPage> pages) {
    this.maxOutOfOrderness = TimeUnit.MICROSECONDS.convert(maxOutOfOrderness);
    this.rejections = rejections;
    this.pages = pages;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    boolean keepsUnclaimed = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    progress = SplitProgress.restore(context.getOperatorStateStore(), keepsUnclaimed);
  }

  @Override
  public void open() throws Exception {
    super.open();
    tally = new LedgerTally("decode-" + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    consumed = getMetricGroup().counter("consumed");
    rejected = getMetricGroup().counter("rejected");
    late = getMetricGroup().counter("late");
    rejectedByReason = new EnumMap<>(RejectReason.class);
  }

  @Override
  public void processElement(StreamRecord<Decoded> element) {
    consumed.inc();
    if (element.getValue() instanceof Event event) {
      tally.consumed(event);
      long lag = progress.lag(event.source().split(), event.eventTime());
      if (lag > maxOutOfOrderness) {
        late.inc();
        event = event.asLate();
      }
      output.collect(element.replace(event));
    } else if (element.getValue() instanceof Rejection rejection) {
      rejected.inc();
      rejectedByReason.computeIfAbsent(rejection.reason(), this::counterOf).inc();
      tally.rejected(rejection);
      output.collect(rejections, element.replace(rejection));
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    turnPage(checkpointId);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progress.snapshot();
  }

  @Override
  public void finish() throws Exception {
    turnPage(LedgerPage.END_OF_INPUT);
    super.finish();
  }

  private Counter counterOf(RejectReason reason) {
    return getMetricGroup().addGroup("reason", reason.code()).counter("rejectedByReason");
  }

  private void turnPage(long checkpoint) {
    tally.turnPage(checkpoint, page -> output.collect(pages, new StreamRecord<>(page)));
  }
}
