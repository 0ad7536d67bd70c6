package io.millrace.sessions;

import io.millrace.aggregate.Aggregation;
import io.millrace.aggregate.Measures;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all definitions: {@link KeySessions} of each key, kept in state.
 *
 * <p>Is woken by one timer a key, which moves on when it goes off. State of a key: the times of its
 * cells in one value, and each cell's totals by themselves, so that an event touches those of its
 * own cell only.
 */
final class MergeSessions extends Aggregation<SessionPart, SessionUpdate>
    implements Triggerable<SessionKey, VoidNamespace>, CellStore {

  private static final long serialVersionUID = 1L;
  private static final long MICROS_A_MILLI = 1000;

  private final StreamContract contract;

  private transient Map<String, Plan> plans;
  private transient ValueState<byte[]> times;
  private transient MapState<Long, byte[]> cells;
  private transient InternalTimerService<VoidNamespace> timers;

  private record Plan(SessionRules rules, SessionTotals totals) {}

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  MergeSessions(StreamContract contract) {
    super("session");
    this.contract = contract;
  }

  @Override
  protected Map<String, String> definitions() {
    Map<String, String> definitions = new HashMap<>();
    for (SessionDefinition definition : contract.sessions()) {
      RowFields fields = new RowFields(contract);
      definitions.put(
          definition.name(),
          definition
              + " "
              + Projection.of(fields, definition.key()).columns()
              + Projection.of(fields, definition.first()).columns()
              + Projection.of(fields, definition.last()).columns()
              + Measures.of(fields, definition.measures()).columns());
    }
    return definitions;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    PrimitiveArrayTypeInfo<byte[]> bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    times =
        context.getKeyedStateStore().getState(new ValueStateDescriptor<>("session-times", bytes));
    cells =
        context
            .getKeyedStateStore()
            .getMapState(new MapStateDescriptor<>("session-cells", Types.LONG, bytes));
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("sessions", VoidNamespaceSerializer.INSTANCE, this);
    RowFields fields = new RowFields(contract);
    plans = new HashMap<>();
    for (SessionDefinition definition : contract.sessions()) {
      plans.put(
          definition.name(),
          new Plan(SessionRules.of(definition, contract), new SessionTotals(fields, definition)));
    }
  }

  @Override
  public void processElement(StreamRecord<SessionPart> element) throws Exception {
    SessionPart part = element.getValue();
    KeySessions sessions = load(part.key());
    if (sessions != null) {
      Cell cell = Cell.of(part.first(), part.last(), part.totals());
      sessions.add(cell, progress().micros(), this, changes(part.key()));
      save(sessions);
    }
  }

  @Override
  protected void showAll() throws Exception {
    timers.forEachEventTimeTimer((namespace, time) -> showAllOfKey());
  }

  @Override
  public void onEventTime(InternalTimer<SessionKey, VoidNamespace> timer) throws Exception {
    KeySessions sessions = load(timer.getKey());
    if (sessions != null) {
      if (timer.getTimestamp() >= sessions.wakeAt()) {
        sessions.wakeAt(Long.MAX_VALUE);
      }
      sessions.advance(progress().micros(), this, changes(timer.getKey()));
      save(sessions);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<SessionKey, VoidNamespace> timer) {
    throw new IllegalStateException("sessions know no processing time");
  }

  private void showAllOfKey() throws Exception {
    SessionKey key = (SessionKey) getCurrentKey();
    KeySessions sessions = load(key);
    if (sessions != null) {
      sessions.showAll(this, changes(key));
      times.update(KeySessionsFormat.write(sessions));
    }
  }

  /** The current key's; null, and nothing left of it, if its definition is gone. */
  private @Nullable KeySessions load(SessionKey key) throws Exception {
    Plan plan = plans.get(key.session());
    if (plan == null) {
      times.clear();
      cells.clear();
      return null;
    }
    byte[] saved = times.value();
    return saved == null
        ? new KeySessions(plan.rules(), plan.totals(), new ArrayList<>())
        : KeySessionsFormat.read(saved, plan.rules(), plan.totals());
  }

  private void save(KeySessions sessions) throws Exception {
    if (sessions.isEmpty()) {
      times.clear();
      return;
    }
    long deadline = sessions.nextDeadline();
    if (deadline != Long.MAX_VALUE) {
      long millis = -Math.floorDiv(-deadline, MICROS_A_MILLI);
      if (millis < sessions.wakeAt()) {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
        sessions.wakeAt(millis);
      }
    }
    times.update(KeySessionsFormat.write(sessions));
  }

  @Override
  public byte[] totals(long first) throws Exception {
    byte[] totals = cells.get(first);
    if (totals == null) {
      throw new IllegalStateException("a cell's totals are not in state");
    }
    return totals;
  }

  @Override
  public void put(long first, byte[] totals) throws Exception {
    cells.put(first, totals);
  }

  @Override
  public void remove(long first) throws Exception {
    cells.remove(first);
  }

  private SessionChanges changes(SessionKey key) {
    return new SessionChanges() {
      @Override
      public void upsert(Session session) {
        emit(SessionUpdate.of(SessionUpdate.Kind.UPSERT, key, session));
      }

      @Override
      public void delete(long start) {
        emit(SessionUpdate.delete(key, start));
      }

      @Override
      public void close(Session session) {
        emit(SessionUpdate.of(SessionUpdate.Kind.CLOSE, key, session));
      }
    };
  }

  private void emit(SessionUpdate update) {
    output.collect(new StreamRecord<>(update));
  }
}
