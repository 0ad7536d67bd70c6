package io.millrace.sessions;

import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.ledger.RollupPage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds up, between two checkpoints, what became of each event in each session definition; pages are
 * those of a rollup by the definition's name. What came too late is told by the UTC hour that it
 * happened in. No state: it is counted again when a recovery replays it.
 */
final class SessionTally {

  private static final long MICROS_A_MILLI = 1000;
  private static final long HOUR_MILLIS = 3_600_000;

  private record Key(String split, String session) {}

  private static final class Counts {
    private long counted;
    private long filtered;
    private long tooLate;
    private final Map<RollupPage.Window, RollupPage.Missed> missed = new HashMap<>();
  }

  private final String writer;
  private final Map<Key, Counts> counts = new HashMap<>();

  SessionTally(String writer) {
    this.writer = writer;
  }

  void counted(Event event, String session) {
    of(event, session).counted++;
  }

  void filtered(Event event, String session) {
    of(event, session).filtered++;
  }

  void tooLate(Event event, String session) {
    Counts here = of(event, session);
    here.tooLate++;
    long millis = Math.floorDiv(event.eventTime(), MICROS_A_MILLI);
    long start = millis - Math.floorMod(millis, HOUR_MILLIS);
    Position position = event.source().position();
    here.missed.merge(
        new RollupPage.Window(start, start + HOUR_MILLIS),
        new RollupPage.Missed(1, position, position),
        RollupPage.Missed::plus);
  }

  /** Hands over a page for each split and definition that had an event, and starts anew. */
  void turnPage(Consumer<RollupPage> pages) {
    counts.forEach(
        (key, here) ->
            pages.accept(
                new RollupPage(
                    writer,
                    key.split(),
                    key.session(),
                    here.counted,
                    here.filtered,
                    here.tooLate,
                    here.missed)));
    counts.clear();
  }

  private Counts of(Event event, String session) {
    return counts.computeIfAbsent(new Key(event.source().split(), session), unseen -> new Counts());
  }
}
