package io.millrace.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a key's sessions are, made from scratch each time: sort, chain, cut. */
final class ReferenceSessions {

  /** An event; the number tells events of one time apart. */
  record Event(long time, int number) {}

  /** A session's row: its last event's time, revision, and the numbers of its events. */
  record Row(long end, int revision, List<Integer> numbers) {}

  private final long gap;
  private final long maxLength;
  private final List<Event> events = new ArrayList<>();
  private final Set<Event> shown = new HashSet<>();
  private final Map<Event, Integer> revisions = new HashMap<>();
  private Map<Long, Row> table = new TreeMap<>();

  ReferenceSessions(long gap, long maxLength) {
    this.gap = gap;
    this.maxLength = maxLength;
  }

  void add(List<Event> more) {
    events.addAll(more);
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::number));
  }

  /** The table's rows by start, once progress is there. */
  Map<Long, Row> table(long progress) {
    Map<Long, Row> after = new TreeMap<>();
    for (List<Event> chain : chains()) {
      for (List<Event> session : cut(chain)) {
        if (session.stream().anyMatch(shown::contains) || over(chain, session, progress)) {
          Row row = row(session);
          after.put(first(session), row);
          shown.addAll(session);
          session.forEach(event -> revisions.put(event, row.revision()));
        }
      }
    }
    table = after;
    return after;
  }

  /** All sessions, as events' numbers by start. */
  Map<Long, List<Integer>> all() {
    Map<Long, List<Integer>> all = new TreeMap<>();
    chains()
        .forEach(chain -> cut(chain).forEach(session -> all.put(first(session), numbers(session))));
    return all;
  }

  private Row row(List<Event> session) {
    Row before = table.get(first(session));
    if (before != null && before.numbers().equals(numbers(session))) {
      return before;
    }
    int highest =
        session.stream().mapToInt(event -> revisions.getOrDefault(event, 0)).max().orElse(0);
    return new Row(last(session), highest + 1, numbers(session));
  }

  private boolean over(List<Event> chain, List<Event> session, long progress) {
    boolean silence = last(chain) + gap <= progress;
    boolean cut = session.size() < chain.size();
    boolean isCut = maxLength > 0 && last(chain) - first(chain) > maxLength;
    long slotEnd = isCut ? (Math.floorDiv(first(session), maxLength) + 1) * maxLength : 0;
    return silence || ((cut || isCut) && slotEnd <= progress);
  }

  private List<List<Event>> chains() {
    List<List<Event>> chains = new ArrayList<>();
    for (Event event : events) {
      List<Event> last = chains.isEmpty() ? List.of() : chains.get(chains.size() - 1);
      if (last.isEmpty() || event.time() - last(last) > gap) {
        last = new ArrayList<>();
        chains.add(last);
      }
      last.add(event);
    }
    return chains;
  }

  private List<List<Event>> cut(List<Event> chain) {
    if (maxLength == 0 || last(chain) - first(chain) <= maxLength) {
      return List.of(chain);
    }
    Map<Long, List<Event>> slots = new TreeMap<>();
    for (Event event : chain) {
      slots
          .computeIfAbsent(Math.floorDiv(event.time(), maxLength), slot -> new ArrayList<>())
          .add(event);
    }
    return List.copyOf(slots.values());
  }

  private static long first(List<Event> session) {
    return session.get(0).time();
  }

  private static long last(List<Event> session) {
    return session.get(session.size() - 1).time();
  }

  private static List<Integer> numbers(List<Event> session) {
    return session.stream().map(Event::number).sorted().toList();
  }
}
