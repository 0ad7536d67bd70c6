package io.millrace.bench.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The next request of a kind, which a proxy keeps until this is closed, so that something else
 * happens in its midst for sure. Safe for use by several threads.
 */
public final class Hold implements AutoCloseable {

  private final Predicate<String> wanted;
  private final CompletableFuture<String> reached = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);

  Hold(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /** Waits until the proxy has it, and returns what it is. */
  public String await(Duration limit) throws IOException {
    try {
      return Objects.requireNonNull(reached.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException none) {
      throw new IOException("no request to be held came in " + limit, none);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  /** Of the proxy's connection: returns at once unless this is the request that is waited for. */
  void meet(String request) throws IOException {
    if (released.getCount() > 0 && wanted.test(request) && reached.complete(request)) {
      try {
        released.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted with a request that is held", interrupted);
      }
    }
  }

  /** The proxy passes on what it holds, and holds nothing any more. */
  @Override
  public void close() {
    released.countDown();
  }
}
