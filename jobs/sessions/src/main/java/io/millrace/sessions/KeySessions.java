package io.millrace.sessions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The sessions of one key, in the order of time: what {@link SessionRules} says they are, whatever
 * order the events come in.
 *
 * <p>A session's row is in the table once the session is over, and from then on it follows every
 * change. No event ever leaves the table: a row is deleted only together with the upsert of the
 * rows that have its events. A session is closed, and forgotten, when no event that is still taken
 * can change it.
 *
 * <p>Holds the cells' times; their totals stay in the store until they are needed. Not thread-safe.
 */
final class KeySessions {

  private final SessionRules rules;
  private final Merging merging;
  private final List<Chain> chains;
  private long wakeAt = Long.MAX_VALUE;

  /**
   * @param chains in order; becomes this object's own
   */
  KeySessions(SessionRules rules, Merging merging, List<Chain> chains) {
    this.rules = rules;
    this.merging = merging;
    this.chains = chains;
  }

  List<Chain> chains() {
    return chains;
  }

  /** The time of the timer that is set, in milliseconds; the highest long for none. */
  long wakeAt() {
    return wakeAt;
  }

  void wakeAt(long millis) {
    wakeAt = millis;
  }

  boolean isEmpty() {
    return chains.isEmpty();
  }

  /**
   * Adds events of one slot between which no silence is longer than the gap.
   *
   * @param part in no store yet
   */
  void add(Cell part, long progress, CellStore store, SessionChanges changes) throws Exception {
    int from = 0;
    while (from < chains.size() && rules.apart(chains.get(from).last(), part.first)) {
      from++;
    }
    int to = from;
    while (to < chains.size() && !rules.apart(part.last, chains.get(to).first())) {
      to++;
    }
    List<Chain> touched = chains.subList(from, to);
    Set<Long> rowsBefore = new HashSet<>();
    touched.forEach(chain -> rowsBefore.addAll(chain.rowStarts()));
    Chain joined = Chain.joined(rules, touched, part, (a, b) -> merge(a, b, store));
    touched.clear();
    chains.add(from, joined);

    Set<Long> rowsAfter = show(joined, progress, store, changes);
    for (long start : rowsBefore) {
      if (!rowsAfter.contains(start)) {
        changes.delete(start);
      }
    }
    for (Cell cell : joined.cells()) {
      if (cell.changed) {
        store.put(cell.first, totals(cell, store));
        cell.changed = false;
      }
    }
    // An event that makes a chain too long sets its first cells apart, which may be old enough.
    if (closes(joined, progress, store, changes)) {
      chains.remove(from);
    }
  }

  /** Shows the sessions that are over, and lets go of those that are closed. */
  void advance(long progress, CellStore store, SessionChanges changes) throws Exception {
    List<Chain> open = new ArrayList<>();
    for (Chain chain : chains) {
      show(chain, progress, store, changes);
      if (!closes(chain, progress, store, changes)) {
        open.add(chain);
      }
    }
    chains.clear();
    chains.addAll(open);
  }

  /** Shows all sessions, for an input that has ended. */
  void showAll(CellStore store, SessionChanges changes) throws Exception {
    for (Chain chain : chains) {
      show(chain, Long.MAX_VALUE, store, changes);
    }
  }

  /** The progress at which {@link #advance} has something to do. */
  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Chain chain : chains) {
      next = Math.min(next, chain.firstClosedAt());
      for (List<Cell> session : chain.sessions()) {
        if (!session.get(0).inRow()) {
          next = Math.min(next, chain.overAt(session));
        }
      }
    }
    return next;
  }

  /** Upserts what must be in the table and is not as it should be; the starts of all its rows. */
  private Set<Long> show(Chain chain, long progress, CellStore store, SessionChanges changes)
      throws Exception {
    Set<Long> starts = new HashSet<>();
    for (List<Cell> session : chain.sessions()) {
      boolean shown = session.stream().anyMatch(Cell::inRow);
      if (!shown && chain.overAt(session) > progress) {
        continue;
      }
      starts.add(session.get(0).first);
      if (!chain.unchanged(session)) {
        int revision = 1 + session.stream().mapToInt(cell -> cell.revision).max().orElse(0);
        changes.upsert(row(session, revision, store));
        for (Cell cell : session) {
          cell.revision = revision;
          cell.rowStart = session.get(0).first;
        }
      }
    }
    return starts;
  }

  /** Closes what can be closed of a chain; whether that is all of it. */
  private boolean closes(Chain chain, long progress, CellStore store, SessionChanges changes)
      throws Exception {
    while (chain.firstClosedAt() <= progress) {
      List<Cell> session = chain.sessions().get(0);
      changes.close(row(session, session.get(0).revision, store));
      for (Cell cell : session) {
        store.remove(cell.first);
      }
      if (session.size() == chain.cells().size()) {
        return true;
      }
      chain.cells().remove(0);
    }
    return false;
  }

  private Cell merge(Cell one, Cell other, CellStore store) throws Exception {
    byte[] totals = merging.merge(totals(one, store), totals(other, store));
    Cell merged = Cell.of(one.first, Math.max(one.last, other.last), totals);
    merged.revision = Math.max(one.revision, other.revision);
    merged.rowStart = one.inRow() ? one.rowStart : other.rowStart;
    if (!other.changed) {
      store.remove(other.first);
    }
    return merged;
  }

  private Session row(List<Cell> session, int revision, CellStore store) throws Exception {
    byte[] totals = totals(session.get(0), store);
    for (Cell cell : session.subList(1, session.size())) {
      totals = merging.merge(totals, totals(cell, store));
    }
    return new Session(
        session.get(0).first, session.get(session.size() - 1).last, revision, totals);
  }

  private static byte[] totals(Cell cell, CellStore store) throws Exception {
    byte[] totals = cell.totals;
    if (totals == null) {
      totals = store.totals(cell.first);
      cell.totals = totals;
    }
    return totals;
  }
}
