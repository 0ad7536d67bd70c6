package io.millrace.connectors.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition; a test that waits in vain fails. */
final class Await {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
