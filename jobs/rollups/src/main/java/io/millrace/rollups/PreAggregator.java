package io.millrace.rollups;

import io.millrace.aggregate.Accumulators;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupTally;
import io.millrace.progress.EventWatermarks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each event in each rollup, once and for all, and adds up what counts in
 * memory until it is flushed. Not thread-safe; holds nothing that a checkpoint would need, provided
 * that it is flushed before each.
 *
 * <p>A window is closed when progress has reached its end and {@code allowedLateness} more. An
 * event that misses one of its windows is too late, and still counts in those that are open: its
 * partial says from which on, since behind the shuffle those that it missed may not be closed yet.
 */
final class PreAggregator {

  /** About what a map's entry takes beside its group's bytes. */
  private static final int ENTRY_BYTES = 160;

  private final RowFields fields;
  private final List<Rollup> rollups;
  private final long lateness;
  private final RollupTally tally;
  private final long mostMemory;
  private final Map<Slot, Accumulators> sums = new HashMap<>();
  private long memory;

  /**
   * @param tally what became of each event
   * @param mostMemory about how many bytes it may hold before it is {@link #full}
   */
  PreAggregator(StreamContract contract, RollupTally tally, long mostMemory) {
    this.fields = new RowFields(contract);
    this.rollups = contract.rollups().stream().map(rollup -> Rollup.of(rollup, fields)).toList();
    this.lateness = contract.allowedLateness().toMillis();
    this.tally = tally;
    this.mostMemory = mostMemory;
  }

  /**
   * Takes in an event.
   *
   * @param progress the event-time progress in milliseconds, or {@code Long.MIN_VALUE}
   */
  void add(Event event, long progress) {
    fields.open(event.row());
    for (int i = 0; i < rollups.size(); i++) {
      add(rollups.get(i), i, event, progress);
    }
  }

  private void add(Rollup rollup, int index, Event event, long progress) {
    if (!rollup.where().lets()) {
      tally.filtered(event, index);
      return;
    }
    Windows windows = rollup.windows();
    long slice = windows.slice(EventWatermarks.millis(event.eventTime()));
    long last = windows.lastEnd(slice);
    long end = windows.firstEnd(slice);
    if (closed(windows, end, progress)) {
      tally.tooLate(event, index);
      while (end != Windows.NONE && end <= last && closed(windows, end, progress)) {
        tally.missed(event, index, windows.window(end));
        end = windows.nextEnd(end);
      }
      if (end == Windows.NONE || end > last) {
        return; // All are closed.
      }
    } else {
      tally.counted(event, index);
    }
    Slot slot = new Slot(rollup, windows.part(slice, end), rollup.group().bytes());
    Accumulators sum = sums.get(slot);
    if (sum == null) {
      sum = rollup.measures().create();
      sums.put(slot, sum);
      memory += ENTRY_BYTES + slot.group.length + sum.memory();
    }
    memory -= sum.memory();
    rollup.measures().add(sum);
    memory += sum.memory();
  }

  private boolean closed(Windows windows, long end, long progress) {
    return progress >= windows.time(end) + lateness;
  }

  /** Whether it holds as much as it may. */
  boolean full() {
    return memory >= mostMemory;
  }

  /** About how many bytes it holds. */
  long memory() {
    return memory;
  }

  /** Hands over everything that was added up, and starts anew. */
  void flush(Consumer<Partial> partials) {
    sums.forEach(
        (slot, sum) ->
            partials.accept(
                new Partial(
                    Rollup.key(slot.rollup.name(), slot.group),
                    slot.part,
                    slot.rollup.measures().bytes(sum))));
    sums.clear();
    memory = 0;
  }

  /** A rollup's group in a part of a slice. Looked up once an event, so it hashes once. */
  private static final class Slot {
    private final Rollup rollup;
    private final long part;
    private final byte[] group;
    private final int hash;

    /**
     * @param rollup the same object for the same rollup
     */
    Slot(Rollup rollup, long part, byte[] group) {
      this.rollup = rollup;
      this.part = part;
      this.group = group;
      this.hash =
          31 * (31 * Arrays.hashCode(group) + Long.hashCode(part))
              + System.identityHashCode(rollup);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Rollups are compiled once.
    public boolean equals(@Nullable Object other) {
      return other instanceof Slot slot
          && hash == slot.hash
          && part == slot.part
          && rollup == slot.rollup
          && Arrays.equals(group, slot.group);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
