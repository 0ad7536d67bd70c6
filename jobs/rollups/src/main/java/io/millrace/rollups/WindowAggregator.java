package io.millrace.rollups;

import io.millrace.aggregate.Accumulators;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the windows of a group come to, and when they say so.
 *
 * <p>A window fires when progress reaches its end, and from then on at once with each partial that
 * changes its measures, with a revision one higher. It is forgotten when it is closed, and a slice
 * with the last of its windows. Each window that has a slice arranges for the next one that shares
 * slices with it: a group has one timer to fire at the most for each run of slices, however many
 * windows they are in.
 */
final class WindowAggregator {

  private final long lateness;
  private final WindowStore store;
  private final Consumer<WindowResult> results;

  /**
   * @param lateness in milliseconds
   */
  WindowAggregator(long lateness, WindowStore store, Consumer<WindowResult> results) {
    this.lateness = lateness;
    this.store = store;
    this.results = results;
  }

  /**
   * Takes in what a subtask saw of the group in a part of a slice.
   *
   * @param progress the event-time progress in milliseconds
   */
  void add(Rollup rollup, byte[] group, Partial partial, long progress) throws Exception {
    Windows windows = rollup.windows();
    long part = partial.part();
    long last = windows.lastEnd(windows.sliceOf(part));
    if (progress >= windows.time(last) + lateness) {
      throw new IllegalStateException(
          "rollup "
              + rollup.name()
              + ": a partial came for windows that are closed; the operator in front decides by a"
              + " progress that is never ahead of this one");
    }
    byte[] held = store.part(part);
    store.putPart(part, held == null ? partial.state() : merged(rollup, held, partial.state()));

    for (long end = windows.fromOf(part);
        end != Windows.NONE && end <= last;
        end = windows.nextEnd(end)) {
      long time = windows.time(end);
      if (progress < time) {
        store.fireAt(end, time);
        return; // It arranges for the ones after it.
      }
      if (progress < time + lateness) {
        emit(rollup, group, end);
      }
    }
  }

  /** Fires the window with this end and arranges for the next one. */
  void fire(Rollup rollup, byte[] group, long end) throws Exception {
    long newest = emit(rollup, group, end);
    Windows windows = rollup.windows();
    long next = windows.nextEnd(end);
    if (next != Windows.NONE && newest >= windows.start(next)) {
      store.fireAt(next, windows.time(next));
    }
  }

  /** Fires the window with this end and all that share slices after it, at once. */
  void fireAllFrom(Rollup rollup, byte[] group, long end) throws Exception {
    Windows windows = rollup.windows();
    long newest = emit(rollup, group, end);
    for (long next = windows.nextEnd(end);
        next != Windows.NONE && newest >= windows.start(next);
        next = windows.nextEnd(next)) {
      newest = Math.max(newest, emit(rollup, group, next));
    }
  }

  /** Forgets the window with this end, and the slices that were waiting for it only. */
  void close(Rollup rollup, long end) throws Exception {
    store.removeFired(end);
    Windows windows = rollup.windows();
    List<Long> done = new ArrayList<>();
    for (Map.Entry<Long, byte[]> part : partsOf(windows, end)) {
      long slice = windows.sliceOf(part.getKey());
      if (slice < end && windows.lastEnd(slice) <= end) {
        done.add(part.getKey());
      }
    }
    for (Long part : done) {
      store.removePart(part);
    }
  }

  /**
   * Emits the window if it is new or changed. Returns its newest slice.
   *
   * <p>A part that counts in later windows only belongs to events that this one has missed already:
   * the operator in front was ahead of this one, and has said that they came too late.
   */
  private long emit(Rollup rollup, byte[] group, long end) throws Exception {
    Windows windows = rollup.windows();
    long start = windows.start(end);
    long newest = Windows.NONE;
    Accumulators sum = null;
    for (Map.Entry<Long, byte[]> part : partsOf(windows, end)) {
      long slice = windows.sliceOf(part.getKey());
      if (slice < start || slice >= end) {
        continue;
      }
      newest = Math.max(newest, slice);
      if (windows.fromOf(part.getKey()) <= end) {
        Accumulators more = rollup.measures().read(part.getValue());
        if (sum == null) {
          sum = more;
        } else {
          rollup.measures().merge(sum, more);
        }
      }
    }
    if (sum != null) {
      emit(rollup, group, end, rollup.results().bytes(rollup.measures().results(sum)));
    }
    return newest;
  }

  /**
   * All parts of the window with this end, and maybe others. To walk the parts costs as much as all
   * windows that are open or may still change; a window that is one slice has one part to look up.
   */
  private Iterable<Map.Entry<Long, byte[]>> partsOf(Windows windows, long end) throws Exception {
    if (!windows.areSlices()) {
      return store.parts();
    }
    long part = windows.part(end - 1, end);
    byte[] state = store.part(part);
    return state == null ? List.of() : List.of(Map.entry(part, state));
  }

  private void emit(Rollup rollup, byte[] group, long end, byte[] measures) throws Exception {
    byte[] before = store.fired(end);
    byte @Nullable [] old =
        before == null ? null : Arrays.copyOfRange(before, Long.BYTES, before.length);
    if (old != null && Arrays.equals(old, measures)) {
      return;
    }
    long revision = before == null ? 1 : ByteBuffer.wrap(before).getLong() + 1;
    store.putFired(
        end,
        ByteBuffer.allocate(Long.BYTES + measures.length).putLong(revision).put(measures).array());
    if (before == null) {
      store.closeAt(end, rollup.windows().time(end) + lateness);
    }
    results.accept(
        new WindowResult(
            rollup.name(), rollup.windows().window(end), group, revision, old, measures));
  }

  private static byte[] merged(Rollup rollup, byte[] held, byte[] more) {
    Accumulators whole = rollup.measures().read(held);
    rollup.measures().merge(whole, rollup.measures().read(more));
    return rollup.measures().bytes(whole);
  }
}
