package io.millrace.local.feed;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sessions of visitors by their definition alone: a visitor's events in the order of
 * time, cut where the silence exceeds the gap, and a run longer than the longest session once more
 * at that length's multiples since the epoch.
 *
 * <p>Visitors must come and go: of those who have gone only a number is kept.
 */
final class VisitorSessions {

  private final long gap;
  private final long maxLength;
  private final Map<Long, long[]> times = new HashMap<>();
  private final Map<Long, Integer> sizes = new HashMap<>();
  private long gone;
  private long sessions;

  /**
   * @param maxLength null for no limit
   */
  VisitorSessions(Duration gap, @Nullable Duration maxLength) {
    this.gap = micros(gap);
    this.maxLength = maxLength == null ? Long.MAX_VALUE : micros(maxLength);
  }

  /** Adds an event; its time in microseconds since the epoch. */
  void add(long visitor, long time) {
    int size = sizes.merge(visitor, 1, Integer::sum);
    long[] known = times.computeIfAbsent(visitor, unseen -> new long[8]);
    if (size > known.length) {
      known = Arrays.copyOf(known, 2 * known.length);
      times.put(visitor, known);
    }
    known[size - 1] = time;
  }

  /** No more events of visitors below this number. */
  void forget(long below) {
    while (gone < below) {
      count(gone++);
    }
  }

  /** All sessions of all visitors. */
  long total() {
    List.copyOf(times.keySet()).forEach(this::count);
    return sessions;
  }

  private void count(long visitor) {
    long[] known = times.remove(visitor);
    Integer size = sizes.remove(visitor);
    if (known == null || size == null) {
      return;
    }
    Arrays.sort(known, 0, size);
    int begin = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || known[i] - known[i - 1] > gap) {
        sessions += ofRun(known, begin, i);
        begin = i;
      }
    }
  }

  private long ofRun(long[] known, int begin, int end) {
    if (known[end - 1] - known[begin] <= maxLength) {
      return 1;
    }
    return Arrays.stream(known, begin, end)
        .map(time -> Math.floorDiv(time, maxLength))
        .distinct()
        .count();
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }
}
