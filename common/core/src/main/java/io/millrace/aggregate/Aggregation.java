package io.millrace.aggregate;

import io.millrace.progress.ProgressOperator;
import io.millrace.progress.SavedDefinitions;
import java.util.Map;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Keeps results in state, keyed, until they are final, and shows them by event time.
 *
 * <p>Decides by its restored progress: what had been shown is not shown again after a recovery, and
 * what was closed stays so. The end of the input, also that of a drained job, shows everything and
 * closes nothing, so that the job can go on from there. Refuses to start on state of a definition
 * that has changed; that of a removed one is dropped as it falls due.
 */
public abstract class Aggregation<IN, OUT> extends ProgressOperator<OUT>
    implements OneInputStreamOperator<IN, OUT> {

  private static final long serialVersionUID = 1L;

  private final String kind;

  private transient SavedDefinitions saved;
  private transient boolean allShown;

  /**
   * @param kind what a definition is called in messages
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before any record.
  protected Aggregation(String kind) {
    this.kind = kind;
  }

  /** By name, a text of all that must not change while there is state of the definition. */
  protected abstract Map<String, String> definitions();

  /** Emits each key's results as if event time had come to its end. Called once. */
  protected abstract void showAll() throws Exception;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved = SavedDefinitions.restore(context.getOperatorStateStore(), kind, definitions());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.snapshot();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      // No event time: the timers stay, for a job that goes on from here.
      showAllOnce();
      output.emitWatermark(mark);
      return;
    }
    progress().advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  /** The highest watermark alone does not do: Flink drops it behind a source that is idle. */
  @Override
  public void finish() throws Exception {
    showAllOnce();
    super.finish();
  }

  private void showAllOnce() throws Exception {
    if (!allShown) {
      allShown = true;
      showAll();
    }
  }
}
