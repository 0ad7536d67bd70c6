package io.millrace.rollups;

import io.millrace.aggregate.Aggregation;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.StreamContract;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Keeps the windows of all rollups, keyed by rollup and group; see {@link WindowAggregator}. */
final class AggregateWindows extends Aggregation<Partial, WindowResult> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;

  private transient Map<String, Rollup> rollups;
  private transient KeyedWindows store;
  private transient WindowAggregator aggregator;
  private transient InternalTimerService<Long> fireTimers;
  private transient InternalTimerService<Long> closeTimers;
  private transient Counter fired;
  private transient Counter corrected;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  AggregateWindows(StreamContract contract) {
    super("rollup");
    this.contract = contract;
  }

  @Override
  protected Map<String, String> definitions() {
    Map<String, String> definitions = new LinkedHashMap<>();
    rollups().forEach((name, rollup) -> definitions.put(name, rollup.identity()));
    return definitions;
  }

  private Map<String, Rollup> rollups() {
    Map<String, Rollup> compiled = new LinkedHashMap<>();
    RowFields fields = new RowFields(contract);
    contract.rollups().forEach(r -> compiled.put(r.name(), Rollup.of(r, fields)));
    return compiled;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    store =
        new KeyedWindows(
            context
                .getKeyedStateStore()
                .getMapState(
                    new MapStateDescriptor<>(
                        "parts", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE)),
            context
                .getKeyedStateStore()
                .getMapState(
                    new MapStateDescriptor<>(
                        "fired", LongSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    rollups = rollups();
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
    aggregator.add(rollup, Rollup.groupIn(partial.key()), partial, progress().millis());
  }

  @Override
  protected void showAll() throws Exception {
    fireTimers.forEachEventTimeTimer((end, time) -> fireAllFrom(end));
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
    private final MapState<Long, byte[]> parts;
    private final MapState<Long, byte[]> results;

    KeyedWindows(MapState<Long, byte[]> parts, MapState<Long, byte[]> results) {
      this.parts = parts;
      this.results = results;
    }

    @Override
    public byte @Nullable [] part(long part) throws Exception {
      return parts.get(part);
    }

    @Override
    public void putPart(long part, byte[] state) throws Exception {
      parts.put(part, state);
    }

    @Override
    public void removePart(long part) throws Exception {
      parts.remove(part);
    }

    @Override
    public Iterable<Map.Entry<Long, byte[]>> parts() throws Exception {
      return parts.entries();
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
      parts.clear();
      results.clear();
    }
  }
}
