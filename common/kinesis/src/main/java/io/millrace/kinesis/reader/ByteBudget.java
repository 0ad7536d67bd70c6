package io.millrace.kinesis.reader;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that a subtask may hold: asked for, fetched, and not yet emitted. Thread-safe.
 *
 * <p>What a call will bring is guessed beforehand and put right when it is there, so the bytes can
 * exceed the budget by what the calls under way brought more than guessed.
 */
final class ByteBudget {

  private final long capacity;
  private final AtomicLong used = new AtomicLong();
  private final Runnable released;

  /**
   * @param released called after each release, from any thread
   */
  ByteBudget(long capacity, Runnable released) {
    this.capacity = capacity;
    this.released = released;
  }

  /**
   * Takes bytes if there are as many left, or if nobody else has any: no size can block for ever.
   */
  boolean tryReserve(long bytes) {
    while (true) {
      long before = used.get();
      if (before > 0 && before + bytes > capacity) {
        return false;
      }
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
    }
  }

  /** Puts a guess right. */
  void correct(long guessed, long actual) {
    used.addAndGet(actual - guessed);
    if (actual < guessed) {
      released.run();
    }
  }

  void release(long bytes) {
    if (bytes > 0) {
      used.addAndGet(-bytes);
      released.run();
    }
  }

  long used() {
    return used.get();
  }
}
