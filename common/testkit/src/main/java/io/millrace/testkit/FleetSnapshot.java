package io.millrace.testkit;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What all subtasks of an {@link OperatorFleet} wrote for one checkpoint. */
public final class FleetSnapshot {

  private final OperatorSubtaskState[] states;

  FleetSnapshot(OperatorSubtaskState[] states) {
    this.states = states;
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

  int parallelism() {
    return states.length;
  }

  OperatorSubtaskState merged() throws Exception {
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }
}
