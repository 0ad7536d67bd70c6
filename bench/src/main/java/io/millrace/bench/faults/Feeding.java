package io.millrace.bench.faults;

import io.millrace.bench.storefront.MarkedStorefront;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedRecord;
import io.millrace.local.feed.KafkaFeeder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The stream on its way to the broker, from a thread of its own: it goes as far as it is allowed,
 * at the pace it is told, and outlives the broker. Safe for use by several threads.
 */
public final class Feeding implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(5);

  private final MarkedStorefront stream;
  private final KafkaFeeder feeder;
  private final long records;
  private final CompletableFuture<Void> sending;
  private volatile int partitions;
  private volatile long allowed;
  private volatile long nanosEach;
  private volatile long now;
  private volatile boolean waiting;
  private volatile boolean closed;

  Feeding(MarkedStorefront stream, KafkaFeeder feeder) {
    this.stream = stream;
    this.feeder = feeder;
    this.records = stream.records();
    this.partitions = stream.partitions();
    this.sending = CompletableFuture.runAsync(() -> feeder.send(new Gated()));
  }

  /** All that there are. */
  public long records() {
    return records;
  }

  /** So many have been handed to the producer. */
  public long sent() {
    return feeder.sent();
  }

  /** The time of the record that was last handed over, in milliseconds since the epoch. */
  public long now() {
    return now;
  }

  /** Lets the stream go on up to so many records, at no more than so many a second. */
  public void allow(long upTo, long perSecond) {
    nanosEach = Duration.ofSeconds(1).toNanos() / perSecond;
    allowed = Math.min(records, upTo);
  }

  /** Lets nothing go on, and waits until the broker has all that has been sent. */
  public void rest(Duration limit) {
    allowed = 0;
    long deadline = System.nanoTime() + limit.toNanos();
    while (!(sending.isDone() || (waiting && feeder.acknowledged() == feeder.sent()))) {
      ensureAlive();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the broker has not taken all records in " + limit);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Some records go to so many partitions from now on; they must be there. */
  public void spreadOver(int count) {
    partitions = count;
  }

  public int partitions() {
    return partitions;
  }

  /** Throws what has stopped it, if it has been stopped by something. */
  void ensureAlive() {
    if (sending.isCompletedExceptionally()) {
      sending.join();
    }
  }

  /** Waits until the broker has everything that there is. */
  void awaitEnd(Duration limit) throws ExecutionException, InterruptedException, TimeoutException {
    sending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
  }

  private static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final class Gated implements Feed {

    @Override
    public int partitions() {
      return stream.partitions();
    }

    @Override
    public long records() {
      return records;
    }

    @Override
    public void forEach(Consumer<FeedRecord> sink) {
      long[] passed = {0};
      long[] due = {System.nanoTime()};
      stream.forEach(
          record -> {
            if (passed[0]++ >= allowed) {
              awaitAllowed(passed[0]);
              due[0] = System.nanoTime();
            }
            LockSupport.parkNanos(due[0] - System.nanoTime());
            due[0] += nanosEach;
            now = record.recordTime();
            sink.accept(record);
          },
          () -> partitions);
    }

    private void awaitAllowed(long record) {
      while (record > allowed) {
        if (closed) {
          throw new ClosedException();
        }
        waiting = true;
        LockSupport.parkNanos(POLL.toNanos());
      }
      waiting = false;
    }
  }
}
