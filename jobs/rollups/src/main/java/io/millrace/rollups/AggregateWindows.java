package io.millrace.rollups;

import io.millrace.aggregate.RowFields;
import io.millrace.contract.StreamContract;
import io.millrace.progress.EventTimeProgress;
import io.millrace.progress.GuaranteePreconditions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the windows of all rollups, keyed by rollup and group; see {@link WindowAggregator}.
 *
 * <p>Decides by {@link EventTimeProgress}, which a recovery restores: a window that had fired does
 * not fire again, and one that was closed stays so. The watermark that ends a bounded input fires
 * all that has not fired and closes nothing, so that a drained job can go on. Refuses to start on
 * state of a rollup whose definition has changed; a removed rollup's state is dropped as it falls
 * due.
 */
final class AggregateWindows extends AbstractStreamOperator<WindowResult>
    implements OneInputStreamOperator<Partial, WindowResult> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;

  private transient EventTimeProgress progress;
  private transient ListState<Tuple2<String, String>> definitions;
  private transient Map<String, Rollup> rollups;
  private transient KeyedWindows store;
  private transient WindowAggregator aggregator;
  private transient InternalTimerService<Long> fireTimers;
  private transient InternalTimerService<Long> closeTimers;
  private transient Counter fired;
  private transient Counter corrected;
  private transient boolean allFired;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  AggregateWindows(StreamContract contract) {
    this.contract = contract;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    GuaranteePreconditions.checkAligned(getContainingTask().getJobConfiguration());
    progress = EventTimeProgress.restore(context.getOperatorStateStore());
    rollups = new LinkedHashMap<>();
    RowFields fields = new RowFields(contract);
    contract.rollups().forEach(r -> rollups.put(r.name(), Rollup.of(r, fields)));
    definitions =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("definitions", pairs()));
    for (Tuple2<String, String> held : definitions.get()) {
      Rollup rollup = rollups.get(held.f0);
      if (rollup != null && !rollup.identity().equals(held.f1)) {
        throw new IllegalStateException(
            "the definition of rollup "
                + held.f0
                + " has changed, and there is state of the old one: give the new one another name,"
                + " or start without this state. It was "
                + held.f1
                + ", and is "
                + rollup.identity());
      }
    }
    store =
        new KeyedWindows(
            context
                .getKeyedStateStore()
                .getMapState(
                    new MapStateDescriptor<>(
                        "slices", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE)),
            context
                .getKeyedStateStore()
                .getMapState(
                    new MapStateDescriptor<>(
                        "fired", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    fired = getMetricGroup().counter("fired");
    corrected = getMetricGroup().counter("corrected");
    aggregator = new WindowAggregator(contract.allowedLateness().toMillis(), store, this::emit);
    fireTimers =
        getInternalTimerService(
            "fire", LongSerializer.INSTANCE, new OnEventTime(timer -> fire(timer)));
    closeTimers =
        getInternalTimerService(
            "close", LongSerializer.INSTANCE, new OnEventTime(timer -> close(timer)));
  }

  @Override
  public void processElement(StreamRecord<Partial> element) throws Exception {
    Partial partial = element.getValue();
    Rollup rollup = rollups.get(Rollup.nameIn(partial.key()));
    if (rollup == null) {
      throw new IllegalStateException("a partial of an unknown rollup");
    }
    aggregator.add(rollup, Rollup.groupIn(partial.key()), partial, progress.millis());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      // No event time: the timers stay, for a job that goes on from here.
      fireAll();
      output.emitWatermark(mark);
      return;
    }
    progress.advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  /**
   * At the end of the input, or when the job is drained. The highest watermark alone does not do:
   * Flink drops it on its way from a source that is idle.
   */
  @Override
  public void finish() throws Exception {
    fireAll();
    super.finish();
  }

  private void fireAll() throws Exception {
    if (!allFired) {
      allFired = true;
      fireTimers.forEachEventTimeTimer((end, time) -> fireAllFrom(end));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progress.snapshot();
    definitions.clear();
    for (Rollup rollup : rollups.values()) {
      definitions.add(Tuple2.of(rollup.name(), rollup.identity()));
    }
  }

  private void fire(InternalTimer<String, Long> timer) throws Exception {
    Rollup rollup = rollups.get(Rollup.nameIn(timer.getKey()));
    if (rollup == null) {
      store.clear();
    } else {
      aggregator.fire(rollup, Rollup.groupIn(timer.getKey()), timer.getNamespace());
    }
  }

  private void close(InternalTimer<String, Long> timer) throws Exception {
    Rollup rollup = rollups.get(Rollup.nameIn(timer.getKey()));
    if (rollup == null) {
      store.clear();
    } else {
      aggregator.close(rollup, timer.getNamespace());
    }
  }

  private void fireAllFrom(long end) throws Exception {
    String key = (String) getCurrentKey();
    Rollup rollup = rollups.get(Rollup.nameIn(key));
    if (rollup != null) {
      aggregator.fireAllFrom(rollup, Rollup.groupIn(key), end);
    }
  }

  private void emit(WindowResult result) {
    (result.old() == null ? fired : corrected).inc();
    output.collect(new StreamRecord<>(result));
  }

  @SuppressWarnings("unchecked") // Tuple2's class literal has no parameters.
  private static TypeSerializer<Tuple2<String, String>> pairs() {
    return new TupleSerializer<>(
        (Class<Tuple2<String, String>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {StringSerializer.INSTANCE, StringSerializer.INSTANCE});
  }

  private interface TimerAction {
    void on(InternalTimer<String, Long> timer) throws Exception;
  }

  private record OnEventTime(TimerAction action) implements Triggerable<String, Long> {
    @Override
    public void onEventTime(InternalTimer<String, Long> timer) throws Exception {
      action.on(timer);
    }

    @Override
    public void onProcessingTime(InternalTimer<String, Long> timer) {
      throw new IllegalStateException("there are no processing-time timers");
    }
  }

  /** The current key's state. */
  private final class KeyedWindows implements WindowStore {
    private final MapState<Long, byte[]> slices;
    private final MapState<Long, byte[]> results;

    KeyedWindows(MapState<Long, byte[]> slices, MapState<Long, byte[]> results) {
      this.slices = slices;
      this.results = results;
    }

    @Override
    public byte @Nullable [] slice(long slice) throws Exception {
      return slices.get(slice);
    }

    @Override
    public void putSlice(long slice, byte[] state) throws Exception {
      slices.put(slice, state);
    }

    @Override
    public void removeSlice(long slice) throws Exception {
      slices.remove(slice);
    }

    @Override
    public Iterable<Map.Entry<Long, byte[]>> slices() throws Exception {
      return slices.entries();
    }

    @Override
    public byte @Nullable [] fired(long end) throws Exception {
      return results.get(end);
    }

    @Override
    public void putFired(long end, byte[] result) throws Exception {
      results.put(end, result);
    }

    @Override
    public void removeFired(long end) throws Exception {
      results.remove(end);
    }

    @Override
    public void fireAt(long end, long time) {
      fireTimers.registerEventTimeTimer(end, time);
    }

    @Override
    public void closeAt(long end, long time) {
      closeTimers.registerEventTimeTimer(end, time);
    }

    void clear() {
      slices.clear();
      results.clear();
    }
  }
}
