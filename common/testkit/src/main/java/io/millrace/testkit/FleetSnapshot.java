package io.millrace.testkit;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.SharedStateRegistryImpl;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What all subtasks of an {@link OperatorFleet} wrote for one checkpoint. */
public final class FleetSnapshot {

  private final OperatorSubtaskState[] states;
  private final SharedStateRegistry sharedState;

  FleetSnapshot(OperatorSubtaskState[] states, SharedStateRegistry sharedState) {
    this.states = states;
    this.sharedState = sharedState;
  }

  /** No state at all. */
  static FleetSnapshot none() {
    return new FleetSnapshot(new OperatorSubtaskState[0], new SharedStateRegistryImpl());
  }

  /** How many bytes of state all subtasks have together. */
  public long stateSize() {
    long size = 0;
    for (OperatorSubtaskState state : states) {
      size += state.getStateSize();
    }
    return size;
  }

  /** How many bytes of it an incremental checkpoint added. */
  public long checkpointedSize() {
    long size = 0;
    for (OperatorSubtaskState state : states) {
      size += state.getCheckpointedSize();
    }
    return size;
  }

  /** What later checkpoints may refer to, as in a checkpoint coordinator. */
  SharedStateRegistry sharedState() {
    return sharedState;
  }

  int parallelism() {
    return states.length;
  }

  OperatorSubtaskState merged() throws Exception {
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }
}
