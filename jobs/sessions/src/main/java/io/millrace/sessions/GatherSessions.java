package io.millrace.sessions;

import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.progress.EventTimeProgress;
import io.millrace.progress.GuaranteePreconditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Decides for each event and session definition whether it counts, and adds up what neighbours in
 * time and key have in common before it is sent across the network: a key with most of the events
 * costs hardly more than one with few.
 *
 * <p>An event without a value in one of the key's properties is filtered. One is too late when its
 * time + gap + allowed lateness is not after the {@link EventTimeProgress}; since that is never
 * behind the one of {@link MergeSessions}, what is taken here finds its session there. Parts are
 * sent on before each watermark and barrier, at the end of input, and when {@value #MOST_EVENTS}
 * events wait. No keyed state.
 */
final class GatherSessions extends AbstractStreamOperator<SessionPart>
    implements OneInputStreamOperator<Event, SessionPart> {

  private static final long serialVersionUID = 1L;

  /** Bounds the memory: a part is no larger than a few times its events. */
  private static final int MOST_EVENTS = 16_384;

  private final StreamContract contract;
  private final OutputTag<RollupPage> pages;

  private transient EventTimeProgress progress;
  private transient RowFields fields;
  private transient List<Plan> plans;
  private transient SessionTally tally;
  private transient int waiting;
  private transient Counter counted;
  private transient Counter filtered;
  private transient Counter tooLate;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  GatherSessions(StreamContract contract, OutputTag<RollupPage> pages) {
    this.contract = contract;
    this.pages = pages;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    GuaranteePreconditions.checkAligned(getContainingTask().getJobConfiguration());
    progress = EventTimeProgress.restore(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    fields = new RowFields(contract);
    plans = new ArrayList<>();
    for (SessionDefinition definition : contract.sessions()) {
      plans.add(new Plan(fields, definition, contract));
    }
    tally =
        new SessionTally("sessions-" + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    counted = getMetricGroup().counter("counted");
    filtered = getMetricGroup().counter("filtered");
    tooLate = getMetricGroup().counter("tooLate");
  }

  @Override
  public void processElement(StreamRecord<Event> element) {
    Event event = element.getValue();
    fields.open(event.row());
    for (Plan plan : plans) {
      if (!plan.hasKey(fields)) {
        filtered.inc();
        tally.filtered(event, plan.name);
      } else if (plan.rules.tooLate(event.eventTime(), progress.micros())) {
        tooLate.inc();
        tally.tooLate(event, plan.name);
      } else {
        counted.inc();
        tally.counted(event, plan.name);
        plan.add(event);
        waiting++;
      }
    }
    if (waiting >= MOST_EVENTS) {
      flush();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    progress.advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    flush();
    turnPage();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    progress.snapshot();
  }

  @Override
  public void finish() throws Exception {
    flush();
    turnPage();
    super.finish();
  }

  private void flush() {
    if (waiting > 0) {
      for (Plan plan : plans) {
        plan.flush(part -> output.collect(new StreamRecord<>(part)));
      }
      waiting = 0;
    }
  }

  private void turnPage() {
    tally.turnPage(page -> output.collect(pages, new StreamRecord<>(page)));
  }

  /** One definition, and the events of its keys that wait. */
  private static final class Plan {
    private final String name;
    private final SessionRules rules;
    private final int[] keySlots;
    private final Projection key;
    private final SessionTotals totals;
    private final Map<SessionKey, Runs<SessionTotals.Totals>> waiting = new LinkedHashMap<>();

    Plan(RowFields fields, SessionDefinition definition, StreamContract contract) {
      List<FieldPath> paths = definition.key();
      name = definition.name();
      rules = SessionRules.of(definition, contract);
      keySlots = paths.stream().mapToInt(fields::slot).toArray();
      key = Projection.of(fields, paths);
      totals = new SessionTotals(fields, definition);
    }

    boolean hasKey(RowFields fields) {
      for (int slot : keySlots) {
        if (!fields.present(slot)) {
          return false;
        }
      }
      return true;
    }

    void add(Event event) {
      Runs<SessionTotals.Totals> runs =
          waiting.computeIfAbsent(new SessionKey(name, key.bytes()), unseen -> new Runs<>(rules));
      totals.add(runs.at(event.eventTime(), totals::create, totals::merge), event);
    }

    void flush(Consumer<SessionPart> parts) {
      waiting.forEach(
          (sessionKey, runs) -> {
            for (Runs.Run<SessionTotals.Totals> run : runs.all()) {
              parts.accept(
                  new SessionPart(sessionKey, run.first(), run.last(), totals.bytes(run.sum())));
            }
          });
      waiting.clear();
    }
  }
}
