package io.millrace.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.FleetPlan.Backend;
import io.millrace.testkit.FleetSnapshot;
import io.millrace.testkit.OperatorFleet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Both operators of the job, and a reader of what comes out: its table and its closed sessions. */
final class SessionsFleet implements AutoCloseable {

  private static final int MAX_PARALLELISM = 8;
  private static final OutputTag<RollupPage> PAGES = new OutputTag<>("pages", RollupPage.TYPE);

  /** A row: key, start, end, events, kept values and measures, all as text. */
  record Row(long endMinute, int revision, List<@Nullable Object> values) {}

  private final StreamContract contract;
  private final FleetPlan<Event, SessionPart> gatherPlan;
  private final FleetPlan<SessionPart, SessionUpdate> mergePlan;
  private final List<RollupPage> pages = new ArrayList<>();
  private final Map<String, Row> closed = new TreeMap<>();

  private Map<String, Row> tableAtStart = new TreeMap<>();
  private Set<SessionPart> sent = Collections.newSetFromMap(new IdentityHashMap<>());
  private OperatorFleet<Event, SessionPart> gather;
  private OperatorFleet<SessionPart, SessionUpdate> merge;
  private @Nullable FleetSnapshot gathered;
  private @Nullable FleetSnapshot merged;
  private long checkpoint;

  SessionsFleet(StreamContract contract, Backend backend, int parallelism) throws Exception {
    this.contract = contract;
    gatherPlan =
        FleetPlan.bySplit(
            () -> new GatherSessions(contract, PAGES),
            event -> (int) event.source().position().offset(),
            SessionPart.TYPE,
            MAX_PARALLELISM);
    mergePlan =
        FleetPlan.keyed(
                () -> new MergeSessions(contract),
                SessionPart::key,
                SessionKey.TYPE,
                SessionUpdate.TYPE,
                MAX_PARALLELISM)
            .on(backend);
    gather = gatherPlan.start(parallelism);
    merge = mergePlan.start(parallelism);
  }

  void event(long minute, int number, @Nullable String who, String page, @Nullable Long cents)
      throws Exception {
    gather.process(Visits.event(minute, number, who, page, cents));
  }

  void watermark(long minute) throws Exception {
    gather.watermark(minute * 60_000);
    send();
    merge.watermark(minute * 60_000);
  }

  void endOfInput() throws Exception {
    gather.watermark(Long.MAX_VALUE);
    send();
    merge.watermark(Long.MAX_VALUE);
  }

  void checkpoint() throws Exception {
    checkpoint++;
    gather.beforeBarrier(checkpoint);
    send();
    gathered = gather.checkpoint(checkpoint);
    merged = merge.checkpoint(checkpoint);
  }

  /** A kill and a recovery from the last checkpoint; what came out before it stands. */
  void recover(int parallelism) throws Exception {
    recover(contract, parallelism);
  }

  void recover(StreamContract changed, int parallelism) throws Exception {
    // Before close(), with which a harness finishes its operators: a kill does not.
    tableAtStart = table();
    pages.addAll(gather.sideOutput(PAGES));
    close();
    gather = gatherPlan.restore(gathered, parallelism);
    merge =
        changed.equals(contract)
            ? mergePlan.restore(merged, parallelism)
            : FleetPlan.keyed(
                    () -> new MergeSessions(changed),
                    SessionPart::key,
                    SessionKey.TYPE,
                    SessionUpdate.TYPE,
                    MAX_PARALLELISM)
                .restore(merged, parallelism);
    sent = Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Rows by definition, key and start minute. */
  Map<String, Row> table() {
    Map<String, Row> table = new TreeMap<>(tableAtStart);
    for (SessionUpdate update : merge.output()) {
      String name = name(update);
      switch (update.kind()) {
        case UPSERT -> {
          Row before = table.put(name, row(update));
          if (before != null) {
            assertThat(update.revision()).isGreaterThan(before.revision());
          }
        }
        case DELETE -> assertThat(table.remove(name)).isNotNull();
        case CLOSE -> {
          assertThat(row(update)).isEqualTo(table.get(name));
          closed.put(name, row(update));
        }
      }
    }
    return table;
  }

  Map<String, Row> closed() {
    table();
    return closed;
  }

  List<SessionUpdate> updates() {
    return merge.output();
  }

  List<RollupPage> pages() {
    List<RollupPage> all = new ArrayList<>(pages);
    all.addAll(gather.sideOutput(PAGES));
    return all;
  }

  int keyedStateEntries() throws Exception {
    // RocksDB's timers that have gone off are in a batch until a checkpoint.
    checkpoint();
    return merge.keyedStateEntries();
  }

  @Override
  public void close() {
    gather.close();
    merge.close();
  }

  private void send() throws Exception {
    for (SessionPart part : gather.output()) {
      if (sent.add(part)) {
        merge.process(part);
      }
    }
  }

  private SessionDefinition definition(SessionUpdate update) {
    return contract.sessions().stream()
        .filter(session -> session.name().equals(update.key().session()))
        .findFirst()
        .orElseThrow();
  }

  private String name(SessionUpdate update) {
    Object key =
        Projection.of(new RowFields(contract), definition(update).key())
            .values(update.key().values())[0];
    return definition(update).name() + " " + key + " " + update.start() / Visits.MINUTE;
  }

  private Row row(SessionUpdate update) {
    SessionTotals totals = new SessionTotals(new RowFields(contract), definition(update));
    return new Row(
        update.end() / Visits.MINUTE,
        update.revision(),
        totals.results(totals.read(update.totals())));
  }
}
