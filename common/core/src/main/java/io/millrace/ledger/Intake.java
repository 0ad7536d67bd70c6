package io.millrace.ledger;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.MissingRecords;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Sends rejections aside, and counts what each split gave.
 *
 * <p>Must be chained to the source, so that a split's records arrive in order and all at one
 * subtask. Emits its ledger pages (consumed, rejected, missing, positions, event times) before each
 * checkpoint's barrier and at the end of input. No state.
 */
public final class Intake extends AbstractStreamOperator<Event>
    implements OneInputStreamOperator<Decoded, Event> {

  private static final long serialVersionUID = 1L;

  private final OutputTag<Rejection> rejections;
  private final OutputTag<LedgerPage> pages;
  private final boolean withContent;

  private transient LedgerTally tally;
  private transient Counter consumed;
  private transient Counter rejected;
  private transient Counter late;
  private transient Map<RejectReason, Counter> rejectedByReason;

  /**
   * @param rejections where rejections go
   * @param pages where ledger pages go
   * @param withContent whether events keep the bytes of their records
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before any record.
  public Intake(OutputTag<Rejection> rejections, OutputTag<LedgerPage> pages, boolean withContent) {
    this.rejections = rejections;
    this.pages = pages;
    this.withContent = withContent;
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
    Decoded decoded = element.getValue();
    if (decoded instanceof Event event) {
      consumed.inc();
      tally.consumed(event);
      if (event.late()) {
        late.inc();
      }
      output.collect(element.replace(withContent ? event : event.withoutContent()));
    } else if (decoded instanceof Rejection rejection) {
      consumed.inc();
      rejected.inc();
      rejectedByReason.computeIfAbsent(rejection.reason(), this::counterOf).inc();
      tally.rejected(rejection);
      output.collect(rejections, element.replace(rejection));
    } else if (decoded instanceof MissingRecords gap) {
      tally.missing(gap);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    turnPage(checkpointId);
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
