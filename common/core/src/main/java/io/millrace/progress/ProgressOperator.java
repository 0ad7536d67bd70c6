package io.millrace.progress;

import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * An operator that decides by {@link EventTimeProgress}: kept in its state, and restored before it
 * sees a record. Refuses to start without aligned checkpoints.
 */
public abstract class ProgressOperator<OUT> extends AbstractStreamOperator<OUT> {

  private static final long serialVersionUID = 1L;

  private transient EventTimeProgress progress;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before any record.
  protected ProgressOperator() {}

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    GuaranteePreconditions.checkAligned(getContainingTask().getJobConfiguration());
    progress = EventTimeProgress.restore(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progress.snapshot();
  }

  /** Advanced by the operator itself, when it acts on a watermark. */
  protected final EventTimeProgress progress() {
    return progress;
  }
}
