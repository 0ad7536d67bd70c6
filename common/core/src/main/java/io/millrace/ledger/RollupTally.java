package io.millrace.ledger;

import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.ledger.RollupPage.Missed;
import io.millrace.ledger.RollupPage.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Adds up, between two checkpoints, what became of each event in each rollup or session definition.
 * No state: it is counted again when a recovery replays it. Not thread-safe.
 */
public final class RollupTally {

  private static final class Counts {
    private long counted;
    private long filtered;
    private long tooLate;
    private final Map<Window, Missed> missed = new HashMap<>();
  }

  private final String writer;
  private final List<String> names;
  private final Map<String, Counts[]> countsBySplit = new HashMap<>();
  private final Counter counted;
  private final Counter filtered;
  private final Counter tooLate;

  /**
   * @param writer what the pages carry
   * @param names of the definitions, by their index
   * @param metrics gets the counters {@code counted}, {@code filtered} and {@code tooLate}, each an
   *     event a definition
   */
  public RollupTally(String writer, List<String> names, MetricGroup metrics) {
    this.writer = writer;
    this.names = List.copyOf(names);
    this.counted = metrics.counter("counted");
    this.filtered = metrics.counter("filtered");
    this.tooLate = metrics.counter("tooLate");
  }

  /** The event counts in the definition with this index. */
  public void counted(Event event, int index) {
    counted.inc();
    of(event, index).counted++;
  }

  /** The definition does not want the event. */
  public void filtered(Event event, int index) {
    filtered.inc();
    of(event, index).filtered++;
  }

  /** The event is past the cut-off of at least one window; {@link #missed} tells of which. */
  public void tooLate(Event event, int index) {
    tooLate.inc();
    of(event, index).tooLate++;
  }

  /** A window that an event came too late for. */
  public void missed(Event event, int index, Window window) {
    Position position = event.source().position();
    of(event, index).missed.merge(window, new Missed(1, position, position), Missed::plus);
  }

  /** Hands over a page for each definition and split that had an event, and starts anew. */
  public void turnPage(Consumer<RollupPage> pages) {
    countsBySplit.forEach(
        (split, counts) -> {
          for (int i = 0; i < counts.length; i++) {
            Counts here = counts[i];
            pages.accept(
                new RollupPage(
                    writer,
                    split,
                    names.get(i),
                    here.counted,
                    here.filtered,
                    here.tooLate,
                    here.missed));
          }
        });
    countsBySplit.clear();
  }

  private Counts of(Event event, int index) {
    Counts[] counts = countsBySplit.get(event.source().split());
    if (counts == null) {
      counts = fresh();
      countsBySplit.put(event.source().split(), counts);
    }
    return counts[index];
  }

  private Counts[] fresh() {
    Counts[] counts = new Counts[names.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Counts();
    }
    return counts;
  }
}
