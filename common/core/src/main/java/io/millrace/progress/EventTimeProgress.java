package io.millrace.progress;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;

/**
 * The highest watermark that an operator has acted on. Flink forgets watermarks when it recovers;
 * an operator that decides by this instead decides after a recovery as it did before.
 *
 * <p>It is union list state, one entry a subtask: with aligned checkpoints all subtasks of an
 * operator hold the same value at a barrier, and their maximum is right at any parallelism. The
 * watermark that ends a bounded input is no event time and is not taken over, so that a job stopped
 * with {@code --drain} can go on. Not thread-safe.
 */
public final class EventTimeProgress {

  /** No watermark has come yet. */
  public static final long NONE = Long.MIN_VALUE;

  private final ListState<Long> state;
  private long millis;

  private EventTimeProgress(ListState<Long> state, long millis) {
    this.state = state;
    this.millis = millis;
  }

  /**
   * Registers the state {@code event-time-progress} and reads back what it held; called once, in
   * the operator's {@code initializeState}.
   */
  public static EventTimeProgress restore(OperatorStateStore store) throws Exception {
    ListState<Long> state =
        store.getUnionListState(
            new ListStateDescriptor<>("event-time-progress", BasicTypeInfo.LONG_TYPE_INFO));
    long millis = NONE;
    for (Long held : state.get()) {
      millis = Math.max(millis, held);
    }
    return new EventTimeProgress(state, millis);
  }

  /**
   * Takes over a watermark's timestamp (milliseconds) if it is higher.
   *
   * @return whether it was
   */
  public boolean advance(long watermark) {
    if (watermark <= millis || watermark == Long.MAX_VALUE) {
      return false;
    }
    millis = watermark;
    return true;
  }

  /** The progress in milliseconds, or {@link #NONE}. */
  public long millis() {
    return millis;
  }

  /** The progress in microseconds, or {@link #NONE}. */
  public long micros() {
    return millis == NONE ? NONE : TimeUnit.MILLISECONDS.toMicros(millis);
  }

  /** Writes the progress to its state; called in the operator's {@code snapshotState}. */
  public void snapshot() throws Exception {
    state.clear();
    if (millis != NONE) {
      state.add(millis);
    }
  }
}
