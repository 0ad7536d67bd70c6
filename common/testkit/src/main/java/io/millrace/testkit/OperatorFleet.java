package io.millrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.SharedStateRegistry;
import org.apache.flink.runtime.state.TestableKeyedStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * All subtasks of an operator, driven in the test's own thread: values are routed as Flink would,
 * watermarks and checkpoints reach every subtask. Made by a {@link FleetPlan}.
 *
 * @param <I> what goes into the operator
 * @param <O> what comes out of it
 */
public final class OperatorFleet<I, O> implements AutoCloseable {

  private final int parallelism;
  private final FleetPlan.Router<I> router;
  private final List<OneInputStreamOperatorTestHarness<I, O>> subtasks = new ArrayList<>();

  private final SharedStateRegistry sharedState;

  OperatorFleet(int parallelism, FleetPlan.Router<I> router, SharedStateRegistry sharedState) {
    this.parallelism = parallelism;
    this.router = router;
    this.sharedState = sharedState;
  }

  void add(OneInputStreamOperatorTestHarness<I, O> subtask) {
    subtasks.add(subtask);
  }

  /** Hands a value to the subtask it belongs to. */
  public void process(I value) throws Exception {
    subtasks.get(router.subtask(value, parallelism)).processElement(new StreamRecord<>(value));
  }

  /** Hands a watermark (milliseconds) to every subtask. */
  public void watermark(long timestamp) throws Exception {
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      subtask.processWatermark(timestamp);
    }
  }

  /** Tells every subtask that its input rests. */
  public void idle() throws Exception {
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      subtask.processWatermarkStatus(WatermarkStatus.IDLE);
    }
  }

  /** What operators do before they send a checkpoint's barrier on. */
  public void beforeBarrier(long checkpointId) throws Exception {
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      subtask.prepareSnapshotPreBarrier(checkpointId);
    }
  }

  /** A whole aligned checkpoint: {@link #beforeBarrier}, snapshots, completion. */
  public FleetSnapshot checkpoint(long checkpointId) throws Exception {
    beforeBarrier(checkpointId);
    OperatorSubtaskState[] states = new OperatorSubtaskState[parallelism];
    for (int i = 0; i < parallelism; i++) {
      states[i] = subtasks.get(i).snapshot(checkpointId, 0);
      states[i].registerSharedStates(sharedState, checkpointId);
    }
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      subtask.notifyOfCompletedCheckpoint(checkpointId);
    }
    return new FleetSnapshot(states, sharedState);
  }

  /** The end of all input. */
  public void finish() throws Exception {
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      subtask.endInput();
      subtask.getOperator().finish();
    }
  }

  /** The operator of one subtask, for what only it can tell. */
  public Object operator(int subtask) {
    return subtasks.get(subtask).getOneInputOperator();
  }

  /**
   * How many entries keyed state has in all: on RocksDB each map entry counts, on the heap each
   * key.
   */
  public int keyedStateEntries() {
    int entries = 0;
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      Object backend = subtask.getOperator().getKeyedStateBackend();
      if (backend instanceof TestableKeyedStateBackend<?> countable) {
        entries += countable.numKeyValueStateEntries();
      }
    }
    return entries;
  }

  /** All values emitted so far, in each subtask's order. */
  public List<O> output() {
    List<O> values = new ArrayList<>();
    subtasks.forEach(subtask -> values.addAll(subtask.extractOutputValues()));
    return values;
  }

  /** Everything emitted by the main output, watermarks included, in each subtask's order. */
  public List<Object> rawOutput() {
    List<Object> everything = new ArrayList<>();
    subtasks.forEach(subtask -> everything.addAll(subtask.getOutput()));
    return everything;
  }

  /** All values emitted to a side output so far, in each subtask's order. */
  public <X> List<X> sideOutput(OutputTag<X> tag) {
    List<X> values = new ArrayList<>();
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      Queue<StreamRecord<X>> records = subtask.getSideOutput(tag);
      if (records != null) {
        records.forEach(element -> values.add(element.getValue()));
      }
    }
    return values;
  }

  /** Ends every subtask without a checkpoint, as a kill would. */
  @Override
  public void close() {
    for (OneInputStreamOperatorTestHarness<I, O> subtask : subtasks) {
      try {
        subtask.close();
      } catch (Exception e) {
        throw new IllegalStateException("A subtask did not close", e);
      }
    }
  }
}
