package io.millrace.bench.storefront;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets so many a second pass. Of one thread. */
final class Pace {

  private final long perSecond;
  private final long begin = System.nanoTime();
  private long passed;

  Pace(long perSecond) {
    this.perSecond = perSecond;
  }

  /** Returns when it is the next one's turn. */
  void await() {
    long due = begin + ++passed * Duration.ofSeconds(1).toNanos() / perSecond;
    LockSupport.parkNanos(due - System.nanoTime());
  }
}
