package io.millrace.testkit;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * How to start an operator at any parallelism, anew or from a snapshot, without a cluster.
 *
 * @param <I> what goes into the operator
 * @param <O> what comes out of it
 */
public final class FleetPlan<I, O> {

  /** The state backends that a job may run on. */
  public enum Backend {
    HEAP(StateBackendLoader.HASHMAP_STATE_BACKEND_NAME),
    /** With incremental checkpoints. */
    ROCKSDB(StateBackendLoader.ROCKSDB_STATE_BACKEND_NAME);

    private final String identifier;

    Backend(String identifier) {
      this.identifier = identifier;
    }
  }

  private static final int LARGEST_STATE = 512 << 20;

  private final TypeInformation<O> outputType;
  private final int maxParallelism;
  private final SubtaskFactory<I, O> subtasks;
  private final Router<I> router;
  private final Backend backend;

  private FleetPlan(
      TypeInformation<O> outputType,
      int maxParallelism,
      SubtaskFactory<I, O> subtasks,
      Router<I> router,
      Backend backend) {
    this.outputType = outputType;
    this.maxParallelism = maxParallelism;
    this.subtasks = subtasks;
    this.router = router;
    this.backend = backend;
  }

  /** An operator on a keyed stream; values go to the subtask that has their key group. */
  public static <K, I, O> FleetPlan<I, O> keyed(
      Supplier<? extends OneInputStreamOperator<I, O>> operator,
      KeySelector<I, K> keySelector,
      TypeInformation<K> keyType,
      TypeInformation<O> outputType,
      int maxParallelism) {
    return new FleetPlan<>(
        outputType,
        maxParallelism,
        (parallelism, subtask) ->
            new KeyedOneInputStreamOperatorTestHarness<>(
                operator.get(), keySelector, keyType, maxParallelism, parallelism, subtask),
        (value, parallelism) ->
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                keySelector.getKey(value), maxParallelism, parallelism),
        Backend.HEAP);
  }

  /** An operator behind a source; values go to the subtask {@code split % parallelism}. */
  public static <I, O> FleetPlan<I, O> bySplit(
      Supplier<? extends OneInputStreamOperator<I, O>> operator,
      ToIntFunction<I> split,
      TypeInformation<O> outputType,
      int maxParallelism) {
    return new FleetPlan<>(
        outputType,
        maxParallelism,
        (parallelism, subtask) ->
            new OneInputStreamOperatorTestHarness<>(
                operator.get(), maxParallelism, parallelism, subtask),
        (value, parallelism) -> split.applyAsInt(value) % parallelism,
        Backend.HEAP);
  }

  /** The same plan on another state backend; {@link Backend#HEAP} unless told. */
  public FleetPlan<I, O> on(Backend other) {
    return new FleetPlan<>(outputType, maxParallelism, subtasks, router, other);
  }

  /** Starts without state. */
  public OperatorFleet<I, O> start(int parallelism) throws Exception {
    return restore(FleetSnapshot.none(), parallelism);
  }

  /** Starts from a snapshot, of the same plan at any parallelism. */
  public OperatorFleet<I, O> restore(FleetSnapshot snapshot, int parallelism) throws Exception {
    OperatorFleet<I, O> fleet = new OperatorFleet<>(parallelism, router, snapshot.sharedState());
    for (int subtask = 0; subtask < parallelism; subtask++) {
      OneInputStreamOperatorTestHarness<I, O> harness = subtasks.create(parallelism, subtask);
      fleet.add(harness);
      harness.setStateBackend(stateBackend());
      harness.setCheckpointStorage(new JobManagerCheckpointStorage(LARGEST_STATE));
      // Only now: the harness uses the backend that it has when it is set up.
      harness.setup(
          outputType.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      if (snapshot.parallelism() > 0) {
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                snapshot.merged(), maxParallelism, snapshot.parallelism(), parallelism, subtask));
      }
      harness.open();
      checkBackend(harness.getOperator().getKeyedStateBackend());
    }
    return fleet;
  }

  // A test that means one backend and runs on the other would pass for nothing.
  private void checkBackend(@Nullable KeyedStateBackend<?> used) {
    if (used != null && !used.getBackendTypeIdentifier().equals(backend.identifier)) {
      throw new IllegalStateException(
          "Runs on " + used.getBackendTypeIdentifier() + " instead of " + backend.identifier);
    }
  }

  private StateBackend stateBackend() {
    return switch (backend) {
      case HEAP -> new HashMapStateBackend();
      case ROCKSDB -> new EmbeddedRocksDBStateBackend(true);
    };
  }

  interface SubtaskFactory<I, O> {
    OneInputStreamOperatorTestHarness<I, O> create(int parallelism, int subtask) throws Exception;
  }

  interface Router<I> {
    int subtask(I value, int parallelism) throws Exception;
  }
}
