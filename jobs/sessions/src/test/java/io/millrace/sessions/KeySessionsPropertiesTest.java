package io.millrace.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.progress.EventTimeProgress;
import io.millrace.sessions.ReferenceSessions.Event;
import io.millrace.sessions.ReferenceSessions.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Any events in any order, some too late, against sorting, chaining and cutting all of them: the
 * rows as a reader of upserts and deletes has them, after each step, and what was closed at the
 * end.
 */
class KeySessionsPropertiesTest {

  /** A batch of events around a time, after which progress moves on (0: not at all). */
  record Step(List<Integer> times, int advance) {}

  @Property(tries = 3000)
  void theTableIsWhatSortingChainingAndCuttingGives(
      @ForAll("gaps") int gap,
      @ForAll("lengths") int maxLength,
      @ForAll("lateness") int lateness,
      @ForAll("steps") List<Step> steps)
      throws Exception {
    int length = maxLength == 0 ? 0 : Math.max(gap, maxLength);
    SessionRules rules = new SessionRules(gap, length, lateness);
    Replayed replayed = new Replayed(rules);
    ReferenceSessions reference = new ReferenceSessions(gap, length);
    long progress = EventTimeProgress.NONE;
    int number = 0;

    for (Step step : steps) {
      List<Event> accepted = new ArrayList<>();
      for (int time : step.times()) {
        if (!rules.tooLate(time, progress)) {
          accepted.add(new Event(time, number++));
        }
      }
      // The reference follows run by run: a row that changes twice has two revisions more.
      replayed.add(accepted, progress, reference);
      if (step.advance() > 0) {
        progress = progress == EventTimeProgress.NONE ? step.advance() : progress + step.advance();
        replayed.advance(progress);
        replayed.mustShow(reference.table(progress));
      }
    }

    replayed.end();
    replayed.mustShow(reference.table(Long.MAX_VALUE - 1));
    replayed.advance(Long.MAX_VALUE - 1);
    assertThat(replayed.closed).isEqualTo(reference.all());
    assertThat(replayed.isEmpty()).isTrue();
  }

  @Provide
  Arbitrary<Integer> gaps() {
    return Arbitraries.integers().between(1, 12);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(1, 40));
  }

  @Provide
  Arbitrary<Integer> lateness() {
    return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 60));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<List<Integer>> times =
        Arbitraries.integers().between(-60, 120).list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<Integer> advance =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(1, 40));
    return Combinators.combine(times, advance).as(Step::new).list().ofMaxSize(25);
  }

  /**
   * The class under test, restored from its bytes before each call, and a reader of its changes.
   */
  private static final class Replayed implements CellStore, SessionChanges {
    private final SessionRules rules;
    private final Map<Long, byte[]> stored = new HashMap<>();
    private final Map<Long, Row> table = new TreeMap<>();
    private final Map<Long, List<Integer>> closed = new TreeMap<>();
    private byte[] state;

    Replayed(SessionRules rules) {
      this.rules = rules;
      this.state =
          KeySessionsFormat.write(new KeySessions(rules, Replayed::merged, new ArrayList<>()));
    }

    void add(List<Event> events, long progress, ReferenceSessions reference) throws Exception {
      Runs<List<Event>> runs = new Runs<>(rules);
      for (Event event : events) {
        runs.at(event.time(), ArrayList::new, Replayed::union).add(event);
      }
      for (Runs.Run<List<Event>> run : runs.all()) {
        KeySessions sessions = restored();
        byte[] totals = bytes(run.sum().stream().map(Event::number).toList());
        sessions.add(Cell.of(run.first(), run.last(), totals), progress, this, this);
        keep(sessions, progress);
        reference.add(run.sum());
        mustShow(reference.table(progress));
      }
    }

    void advance(long progress) throws Exception {
      KeySessions sessions = restored();
      // What a timer at the deadline would do: nothing may be due before it.
      if (sessions.nextDeadline() <= progress) {
        sessions.advance(progress, this, this);
      }
      keep(sessions, progress);
    }

    void end() throws Exception {
      KeySessions sessions = restored();
      sessions.showAll(this, this);
      state = KeySessionsFormat.write(sessions);
    }

    boolean isEmpty() {
      return stored.isEmpty() && restored().isEmpty();
    }

    void mustShow(Map<Long, Row> expected) {
      assertThat(table).isEqualTo(expected);
    }

    private KeySessions restored() {
      return KeySessionsFormat.read(state, rules, Replayed::merged);
    }

    private void keep(KeySessions sessions, long progress) {
      assertThat(sessions.nextDeadline()).isGreaterThan(progress);
      assertThat(stored).hasSize(sessions.chains().stream().mapToInt(c -> c.cells().size()).sum());
      state = KeySessionsFormat.write(sessions);
    }

    @Override
    public byte[] totals(long first) {
      return stored.get(first).clone();
    }

    @Override
    public void put(long first, byte[] totals) {
      stored.put(first, totals);
    }

    @Override
    public void remove(long first) {
      assertThat(stored.remove(first)).isNotNull();
    }

    @Override
    public void upsert(Session session) {
      Row before = table.put(session.start(), row(session));
      assertThat(row(session)).isNotEqualTo(before);
    }

    @Override
    public void delete(long start) {
      assertThat(table.remove(start)).isNotNull();
    }

    @Override
    public void close(Session session) {
      assertThat(row(session)).isEqualTo(table.get(session.start()));
      assertThat(closed.put(session.start(), row(session).numbers())).isNull();
    }

    private static Row row(Session session) {
      return new Row(session.end(), session.revision(), numbers(session.totals()));
    }

    private static List<Event> union(List<Event> one, List<Event> other) {
      one.addAll(other);
      return one;
    }

    private static byte[] merged(byte[] one, byte[] other) {
      List<Integer> all = new ArrayList<>(numbers(one));
      all.addAll(numbers(other));
      return bytes(all);
    }

    private static byte[] bytes(List<Integer> numbers) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.size());
      numbers.forEach(bytes::putInt);
      return bytes.array();
    }

    private static List<Integer> numbers(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return IntStream.range(0, bytes.length / 4).mapToObj(i -> in.getInt()).sorted().toList();
    }
  }
}
