package io.millrace.progress;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The highest event time of each split, in union list state: after a recovery at any parallelism,
 * whichever subtask a split then belongs to knows its highest time.
 *
 * <p>A subtask writes the splits it has seen. Subtask 0 also writes those that it was restored with
 * and has not seen, so that a split that rests (or was lost for a while) is not forgotten; so a
 * split has two entries at the most, and the higher one counts.
 */
final class SplitProgress {

  private final ListState<Tuple2<String, Long>> state;
  private final boolean keepsUnclaimed;
  private final Map<String, Long> unclaimed = new HashMap<>();
  private final Map<String, Highest> seen = new HashMap<>();
  private @Nullable String lastSplit;
  private Highest last = new Highest(Long.MIN_VALUE);

  private SplitProgress(ListState<Tuple2<String, Long>> state, boolean keepsUnclaimed) {
    this.state = state;
    this.keepsUnclaimed = keepsUnclaimed;
  }

  static SplitProgress restore(OperatorStateStore store, boolean keepsUnclaimed) throws Exception {
    SplitProgress progress =
        new SplitProgress(
            store.getUnionListState(new ListStateDescriptor<>("split-progress", serializer())),
            keepsUnclaimed);
    for (Tuple2<String, Long> held : progress.state.get()) {
      progress.unclaimed.merge(held.f0, held.f1, Math::max);
    }
    return progress;
  }

  /**
   * How far {@code eventTime} lies behind the highest time that {@code split} has shown before, in
   * microseconds; 0 or less if it does not. Then takes it over if it is higher.
   */
  long lag(String split, long eventTime) {
    if (!split.equals(lastSplit)) {
      last = seen.computeIfAbsent(split, this::claim);
      lastSplit = split;
    }
    long before = last.time;
    if (eventTime > before) {
      last.time = eventTime;
      return 0;
    }
    long lag = before - eventTime;
    return lag >= 0 ? lag : Long.MAX_VALUE;
  }

  void snapshot() throws Exception {
    state.clear();
    for (Map.Entry<String, Highest> split : seen.entrySet()) {
      state.add(Tuple2.of(split.getKey(), split.getValue().time));
    }
    if (keepsUnclaimed) {
      for (Map.Entry<String, Long> split : unclaimed.entrySet()) {
        state.add(Tuple2.of(split.getKey(), split.getValue()));
      }
    }
  }

  private Highest claim(String split) {
    Long restored = unclaimed.remove(split);
    return new Highest(restored == null ? Long.MIN_VALUE : restored);
  }

  @SuppressWarnings("unchecked") // Tuple2's class literal has no parameters.
  private static TypeSerializer<Tuple2<String, Long>> serializer() {
    return new TupleSerializer<>(
        (Class<Tuple2<String, Long>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {StringSerializer.INSTANCE, LongSerializer.INSTANCE});
  }

  private static final class Highest {
    long time;

    Highest(long time) {
      this.time = time;
    }
  }
}
