package io.millrace.local.platform;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Things that are done at the same time. */
final class Parallel {

  private Parallel() {}

  /**
   * Runs all to their end, each in a thread of its own; then throws the first failure, with the
   * others suppressed.
   */
  static void run(List<Callable<Void>> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      throwFirst(threads.invokeAll(tasks));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void throwFirst(List<Future<Void>> results) throws InterruptedException {
    @Nullable RuntimeException first = null;
    for (Future<Void> result : results) {
      try {
        result.get();
      } catch (ExecutionException failure) {
        RuntimeException cause =
            failure.getCause() instanceof RuntimeException known
                ? known
                : new PlatformException("A part of the platform failed", failure.getCause());
        if (first == null) {
          first = cause;
        } else {
          first.addSuppressed(cause);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
