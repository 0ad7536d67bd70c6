package io.millrace.sessions;

import org.jspecify.annotations.Nullable;

/**
 * The events of one chain in one slot; without a maximum length all of a chain's. The smallest part
 * that is never divided: a session is one cell or, where a chain crosses a slot's end and is not
 * too long, all cells of its chain. Mutable.
 */
final class Cell {

  /** When its first event was, in microseconds. */
  long first;

  /** When its last event was. */
  long last;

  /** What its events add up to; null until it is read from the store. */
  byte @Nullable [] totals;

  /** Whether {@link #totals} are not those of the store. */
  boolean changed;

  /** The highest revision of a row that its events are in; 0 for none. */
  int revision;

  /**
   * The start of the row in the table that its events are in; only if {@link #revision} is not 0.
   */
  long rowStart;

  /** A cell that is in no row and in no store. */
  static Cell of(long first, long last, byte[] totals) {
    Cell cell = new Cell(first, last, 0, 0);
    cell.totals = totals;
    cell.changed = true;
    return cell;
  }

  /** A cell of the store. */
  Cell(long first, long last, int revision, long rowStart) {
    this.first = first;
    this.last = last;
    this.revision = revision;
    this.rowStart = rowStart;
  }

  boolean inRow() {
    return revision > 0;
  }
}
