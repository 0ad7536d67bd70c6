package io.millrace.rollups;

import io.millrace.aggregate.Accumulators;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupTally;
import io.millrace.progress.EventWatermarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

  /** About what a map's entry takes beside its key's characters. */
  private static final int ENTRY_BYTES = 160;

  private record Slot(String key, long part) {}

  private record Sum(Rollup rollup, Accumulators accumulators) {}

  private final RowFields fields;
  private final List<Rollup> rollups;
  private final long lateness;
  private final RollupTally tally;
  private final long mostMemory;
  private final Map<Slot, Sum> sums = new HashMap<>();
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
    Slot slot =
        new Slot(Rollup.key(rollup.name(), rollup.group().bytes()), windows.part(slice, end));
    Sum sum = sums.get(slot);
    if (sum == null) {
      sum = new Sum(rollup, rollup.measures().create());
      sums.put(slot, sum);
      memory += ENTRY_BYTES + slot.key().length() + sum.accumulators().memory();
    }
    memory -= sum.accumulators().memory();
    rollup.measures().add(sum.accumulators());
    memory += sum.accumulators().memory();
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
                    slot.key(), slot.part(), sum.rollup().measures().bytes(sum.accumulators()))));
    sums.clear();
    memory = 0;
  }
}
