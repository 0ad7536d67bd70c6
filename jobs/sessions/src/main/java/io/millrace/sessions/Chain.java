package io.millrace.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A run of cells that no silence longer than the gap parts, in order of time. Mutable. */
final class Chain {

  private final SessionRules rules;
  private final List<Cell> cells;
  private boolean cut;

  /**
   * @param cells at least one, in order, one a slot
   * @param cut whether it is known to be longer than the maximum length; once it is, it stays so
   */
  Chain(SessionRules rules, List<Cell> cells, boolean cut) {
    this.rules = rules;
    this.cells = cells;
    this.cut = cut || rules.tooLong(cells.get(0).first, cells.get(cells.size() - 1).last);
  }

  List<Cell> cells() {
    return cells;
  }

  boolean cut() {
    return cut;
  }

  long first() {
    return cells.get(0).first;
  }

  long last() {
    return cells.get(cells.size() - 1).last;
  }

  /** Joins chains and a cell that connects them. Cells of one slot are left for the caller. */
  static Chain joined(SessionRules rules, List<Chain> chains, Cell cell, CellMerging merging)
      throws Exception {
    List<Cell> all = new ArrayList<>();
    boolean anyCut = false;
    for (Chain chain : chains) {
      all.addAll(chain.cells);
      anyCut |= chain.cut;
    }
    all.add(cell);
    all.sort(Comparator.comparingLong(each -> each.first));
    List<Cell> joined = new ArrayList<>();
    for (Cell each : all) {
      int end = joined.size() - 1;
      if (end >= 0 && rules.slotEnd(joined.get(end).first) == rules.slotEnd(each.first)) {
        joined.set(end, merging.merge(joined.get(end), each));
      } else {
        joined.add(each);
      }
    }
    return new Chain(rules, joined, anyCut);
  }

  /** The starts of the rows in the table that hold events of this chain. */
  Set<Long> rowStarts() {
    Set<Long> starts = new HashSet<>();
    for (Cell cell : cells) {
      if (cell.inRow()) {
        starts.add(cell.rowStart);
      }
    }
    return starts;
  }

  /** The chain's sessions, each as its cells: one, or one a cell if the chain is cut. */
  List<List<Cell>> sessions() {
    return cut ? cells.stream().map(List::of).toList() : List.of(cells);
  }

  /** The progress at which the session is over: only late events can change it from then on. */
  long overAt(List<Cell> session) {
    long over = rules.overAt(last());
    return cut ? Math.min(over, rules.slotEnd(session.get(0).first)) : over;
  }

  /** Whether the table's row of the session is still right: the same cells as they were. */
  boolean unchanged(List<Cell> session) {
    long start = session.get(0).first;
    long inThatRow = cells.stream().filter(cell -> cell.inRow() && cell.rowStart == start).count();
    return inThatRow == session.size()
        && session.stream()
            .allMatch(cell -> !cell.changed && cell.inRow() && cell.rowStart == start);
  }

  /**
   * The progress at which the first cell can be let go though the chain goes on; never for the last
   * cell, by which later events find the chain.
   */
  long firstClosedAt() {
    return cut && cells.size() > 1 ? rules.fixedAt(rules.slotEnd(first())) : rules.closedAt(last());
  }

  /** How two cells of one slot become one. */
  @FunctionalInterface
  interface CellMerging {
    Cell merge(Cell one, Cell other) throws Exception;
  }
}
