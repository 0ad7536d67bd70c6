package io.millrace.sessions;

import io.millrace.aggregate.PreAggregation;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.progress.EventWatermarks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Adds up events that are neighbours in time and key, for each session definition, ahead of the
 * shuffle; at the most {@value #MOST_EVENTS} wait.
 *
 * <p>An event without a value in one of the key's properties is filtered. One is too late when its
 * time + gap + allowed lateness is not after the event-time progress; the ledger names the UTC hour
 * that it happened in. What is taken here finds its session in {@link MergeSessions}.
 */
final class GatherSessions extends PreAggregation<SessionPart> {

  private static final long serialVersionUID = 1L;

  /** Bounds the memory: a part is no larger than a few times its events. */
  private static final int MOST_EVENTS = 16_384;

  private static final long HOUR_MILLIS = 3_600_000;

  private final StreamContract contract;

  private transient RowFields fields;
  private transient List<Plan> plans;
  private transient int waiting;

  @SuppressWarnings("NullAway.Init") // Flink calls open before any record.
  GatherSessions(StreamContract contract, OutputTag<RollupPage> pages) {
    super("sessions", pages);
    this.contract = contract;
  }

  @Override
  protected List<String> definitions() {
    return contract.sessions().stream().map(SessionDefinition::name).toList();
  }

  @Override
  public void open() throws Exception {
    super.open();
    fields = new RowFields(contract);
    plans = new ArrayList<>();
    for (SessionDefinition definition : contract.sessions()) {
      plans.add(new Plan(fields, definition, contract));
    }
  }

  @Override
  public void processElement(StreamRecord<Event> element) {
    Event event = element.getValue();
    fields.open(event.row());
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      if (!plan.hasKey(fields)) {
        tally().filtered(event, i);
      } else if (plan.rules.tooLate(event.eventTime(), progress().micros())) {
        tally().tooLate(event, i);
        tally().missed(event, i, hour(event));
      } else {
        tally().counted(event, i);
        plan.add(event);
        waiting++;
      }
    }
    if (waiting >= MOST_EVENTS) {
      flush();
    }
  }

  @Override
  protected void flush() {
    if (waiting > 0) {
      for (Plan plan : plans) {
        plan.flush(part -> output.collect(new StreamRecord<>(part)));
      }
      waiting = 0;
    }
  }

  private static RollupPage.Window hour(Event event) {
    long start =
        Math.floorDiv(EventWatermarks.millis(event.eventTime()), HOUR_MILLIS) * HOUR_MILLIS;
    return new RollupPage.Window(start, start + HOUR_MILLIS);
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
