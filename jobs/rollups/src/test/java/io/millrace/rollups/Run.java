package io.millrace.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import io.millrace.testkit.FleetPlan;
import io.millrace.testkit.FleetSnapshot;
import io.millrace.testkit.OperatorFleet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/**
 * Both operators of the job, one behind the other, with checkpoints and kills: what was emitted
 * after the last checkpoint is lost with a kill, as with the two-phase sink.
 */
final class Run implements AutoCloseable {

  private static final int MAX_PARALLELISM = 32;
  private static final OutputTag<RollupPage> PAGES = new OutputTag<>("pages", RollupPage.TYPE);

  final List<WindowResult> results = new ArrayList<>();
  final List<RollupPage> pages = new ArrayList<>();

  private final FleetPlan<Event, Partial> before;
  private final FleetPlan<Partial, WindowResult> after;
  private OperatorFleet<Event, Partial> preAggregate;
  private OperatorFleet<Partial, WindowResult> aggregate;
  private FleetSnapshot preAggregateState;
  private FleetSnapshot aggregateState;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int committedResults;
  private int committedPages;
  private long checkpoint;
  private long progress = Long.MIN_VALUE;
  private long held = Long.MIN_VALUE;
  private boolean lagging;
  private long committedProgress = Long.MIN_VALUE;

  Run(StreamContract contract, long memory, int parallelism) throws Exception {
    before =
        FleetPlan.bySplit(
            () -> new PreAggregate(contract, memory, PAGES),
            event -> Math.floorMod(event.idHash(), 1000),
            Partial.TYPE,
            MAX_PARALLELISM);
    after =
        FleetPlan.keyed(
            () -> new AggregateWindows(contract),
            Partial::key,
            Types.STRING,
            WindowResult.TYPE,
            MAX_PARALLELISM);
    preAggregate = before.start(parallelism);
    aggregate = after.start(parallelism);
  }

  void process(Event event) throws Exception {
    preAggregate.process(event);
    pass();
  }

  /** From now on windows hear of each watermark with the next one or a checkpoint. */
  void lag() {
    lagging = true;
  }

  void watermark(long time) throws Exception {
    preAggregate.watermark(time);
    pass();
    long due = lagging ? held : time;
    held = time;
    passOn(due);
  }

  private void passOn(long time) throws Exception {
    if (time != Long.MIN_VALUE) {
      progress = Math.max(progress, time);
      aggregate.watermark(time);
      take();
    }
  }

  void checkpoint() throws Exception {
    checkpoint++;
    preAggregateState = preAggregate.checkpoint(checkpoint);
    pass();
    if (lagging) {
      passOn(held); // It is before the barrier.
    }
    aggregateState = aggregate.checkpoint(checkpoint);
    take();
    committedResults = results.size();
    committedPages = pages.size();
    committedProgress = progress;
  }

  /** Loses everything since the last checkpoint and goes on from there, without a watermark. */
  void kill(int parallelism) throws Exception {
    close();
    preAggregate = before.restore(preAggregateState, parallelism);
    aggregate = after.restore(aggregateState, parallelism);
    results.subList(committedResults, results.size()).clear();
    pages.subList(committedPages, pages.size()).clear();
    progress = committedProgress;
    held = Long.MIN_VALUE;
  }

  /** The end of a bounded input: the last watermark, then the operators' end. */
  void end() throws Exception {
    watermark(Long.MAX_VALUE);
    passOn(held);
    preAggregate.finish();
    pass();
    aggregate.finish();
    take();
  }

  long stateSize() {
    return aggregateState.stateSize();
  }

  int stateEntries() {
    return aggregate.keyedStateEntries();
  }

  private void pass() throws Exception {
    for (Partial partial : preAggregate.output()) {
      if (seen.add(partial)) {
        aggregate.process(partial);
      }
    }
    take();
  }

  private void take() {
    for (WindowResult result : aggregate.output()) {
      if (seen.add(result)) {
        assertThat(result.window().end()).isLessThanOrEqualTo(progress);
        results.add(result);
      }
    }
    for (RollupPage page : preAggregate.sideOutput(PAGES)) {
      if (seen.add(page)) {
        pages.add(page);
      }
    }
  }

  @Override
  public void close() {
    preAggregate.close();
    aggregate.close();
  }
}
