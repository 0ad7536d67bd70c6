package io.millrace.rollups;

import io.millrace.contract.RollupDefinition.Window;
import io.millrace.ledger.RollupPage;
import java.time.ZoneId;

/**
 * The windows of a rollup as runs of {@link Slices}. An event belongs to one slice, however many
 * windows the slice is in: a slice is as long as a tumbling window, a sliding window's slide, a
 * cumulative window's step. A window is known by its end, the number of the slice after it. Not
 * thread-safe.
 */
final class Windows {

  /** There is no such window. */
  static final long NONE = Long.MIN_VALUE;

  private final Slices slices;
  private final boolean cumulative;
  private final long length;

  private Windows(Slices slices, boolean cumulative, long length) {
    this.slices = slices;
    this.cumulative = cumulative;
    this.length = length;
  }

  static Windows of(Window window) {
    // The contract's compiler has checked that the step divides the size.
    return new Windows(
        new Slices(
            window.step().toMillis(), window.offset().toMillis(), ZoneId.of(window.timeZone())),
        window.kind() == Window.Kind.CUMULATIVE,
        window.size().toMillis() / window.step().toMillis());
  }

  /** Whether each slice is a window of its own, in one part. */
  boolean areSlices() {
    return length == 1;
  }

  /** The slice of a time in milliseconds. */
  long slice(long time) {
    return slices.index(time);
  }

  /** The first slice of the window that ends at {@code end}. */
  long start(long end) {
    return cumulative ? blockStart(end - 1) : end - length;
  }

  /** The end of the first window to end that has the slice, which is not an empty one. */
  long firstEnd(long slice) {
    return slice + 1;
  }

  /**
   * The end of the window that ends after this one and could share slices; {@link #NONE} if none
   * does.
   */
  long nextEnd(long end) {
    if (!cumulative) {
      return length == 1 ? NONE : end + 1;
    }
    long blockEnd = blockStart(end - 1) + length;
    for (long next = end + 1; next <= blockEnd; next++) {
      if (time(next) > time(end)) {
        return next; // An empty slice would give the same window again.
      }
    }
    return NONE;
  }

  /** The end of the last window to end that has the slice. */
  long lastEnd(long slice) {
    if (!cumulative) {
      return slice + length;
    }
    long end = blockStart(slice) + length;
    while (end > slice + 1 && time(end - 1) == time(end)) {
      end--;
    }
    return end;
  }

  /**
   * The part of a slice that counts in its windows from the one with the end {@code from} on; the
   * earlier ones were closed when it came.
   */
  long part(long slice, long from) {
    return Math.addExact(Math.multiplyExact(slice, length), from - firstEnd(slice));
  }

  /** The slice that a part is of. */
  long sliceOf(long part) {
    return Math.floorDiv(part, length);
  }

  /** The end of the first window that a part counts in. */
  long fromOf(long part) {
    return firstEnd(sliceOf(part)) + Math.floorMod(part, length);
  }

  /** Where a window with this end ends, in milliseconds. */
  long time(long end) {
    return slices.bound(end);
  }

  /** The window's times. */
  RollupPage.Window window(long end) {
    return new RollupPage.Window(slices.bound(start(end)), slices.bound(end));
  }

  private long blockStart(long slice) {
    return Math.floorDiv(slice, length) * length;
  }
}
