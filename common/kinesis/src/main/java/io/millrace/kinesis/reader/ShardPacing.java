package io.millrace.kinesis.reader;

import java.util.random.RandomGenerator;

/** When one shard may be called next. Times are {@link System#nanoTime}'s. Not thread-safe. */
final class ShardPacing {

  /** An idle shard's rest grows to this many times the first one. */
  private static final int MAX_IDLE_FACTOR = 4;

  private final ReadPace pace;
  private final RandomGenerator random;
  private long startedAt;
  private int emptyCalls;
  private int failures;

  ShardPacing(ReadPace pace, RandomGenerator random) {
    this.pace = pace;
    this.random = random;
  }

  /** A call begins. */
  void started(long now) {
    startedAt = now;
  }

  /** The call under way brought {@code bytes}; says when the next one may begin. */
  long succeeded(long now, int records, long bytes) {
    failures = 0;
    emptyCalls = records == 0 ? emptyCalls + 1 : 0;
    long rest = records == 0 ? emptyRest() : pace.nonEmptyRest().toNanos();
    long paced = startedAt + Math.max(pace.callInterval(), pace.timeFor(bytes));
    return Math.max(paced, now + rest);
  }

  /** The call under way failed; says when it may be tried again. */
  long failed(long now) {
    failures++;
    return Math.max(startedAt + pace.callInterval(), now + backoff());
  }

  /** Failed calls in a row. */
  int failures() {
    return failures;
  }

  boolean exhausted() {
    return failures >= pace.maxAttempts();
  }

  private long emptyRest() {
    int factor = 1 << Math.min(emptyCalls - 1, 30);
    return pace.emptyRest().toNanos() * Math.min(factor, MAX_IDLE_FACTOR);
  }

  /**
   * Doubles with each failure; half of it is chance, so that shards do not come back all at once.
   */
  private long backoff() {
    long first = pace.minBackoff().toNanos();
    long longest = pace.maxBackoff().toNanos();
    int doublings = Math.min(failures - 1, 30);
    long full = first > longest >> doublings ? longest : first << doublings;
    long half = full / 2;
    return half + (long) (half * random.nextDouble());
  }
}
