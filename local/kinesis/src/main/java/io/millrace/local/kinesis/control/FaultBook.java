package io.millrace.local.kinesis.control;

import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are ordered. Kept in memory: a restart of the server clears them. Thread safe.
 */
public final class FaultBook {

  private final AtomicLong ids = new AtomicLong();
  private final List<Order> orders = new CopyOnWriteArrayList<>();

  /**
   * A fault that was ordered.
   *
   * @param hits how many calls it has met
   */
  public record Standing(long id, Fault fault, long hits) {}

  private static final class Order {
    private final long id;
    private final Fault fault;
    private final long since = System.nanoTime();
    private final AtomicLong hits = new AtomicLong();

    Order(long id, Fault fault) {
      this.id = id;
      this.fault = fault;
    }

    boolean isOver() {
      return fault.millis() > 0
          && System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(fault.millis());
    }

    boolean concerns(@Nullable String stream, @Nullable String shard) {
      return (fault.stream() == null || fault.stream().equals(stream))
          && (fault.shard() == null || fault.shard().equals(shard));
    }

    boolean concerns(String operation, @Nullable String stream, @Nullable String shard) {
      return (fault.operation() == null || fault.operation().equals(operation))
          && concerns(stream, shard);
    }

    boolean take() {
      return !isOver() && (hits.incrementAndGet() <= fault.count() || fault.count() == 0);
    }

    boolean isSpent() {
      return isOver() || (fault.count() > 0 && hits.get() >= fault.count());
    }
  }

  /** Orders a fault and gives its id. */
  public long add(Fault fault) {
    if (fault.trouble() == Trouble.LOST_SHARD && fault.shard() == null) {
      throw new IllegalArgumentException(Trouble.LOST_SHARD + " needs a shard");
    }
    Order order = new Order(ids.incrementAndGet(), fault);
    orders.add(order);
    return order.id;
  }

  /** Ends a fault, whether or not it is still there. */
  public void clear(long id) {
    orders.removeIf(order -> order.id == id);
  }

  public void clearAll() {
    orders.clear();
  }

  /** Those that can still meet a call. */
  public List<Standing> standing() {
    return orders.stream()
        .filter(order -> !order.isOver())
        .map(order -> new Standing(order.id, order.fault, order.hits.get()))
        .toList();
  }

  /** The fault that meets a call, which uses it up by one. */
  public Optional<Fault> meet(String operation, @Nullable String stream, @Nullable String shard) {
    return meet(order -> order.concerns(operation, stream, shard));
  }

  /** The fault of this very shard that meets a part of a call on many shards. */
  public Optional<Fault> meetPart(String operation, String stream, String shard) {
    return meet(order -> order.fault.shard() != null && order.concerns(operation, stream, shard));
  }

  private Optional<Fault> meet(Predicate<Order> concerned) {
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fault> met =
        orders.stream()
            .filter(order -> order.fault.trouble() != Trouble.LOST_SHARD)
            .filter(concerned)
            .filter(Order::take)
            .map(order -> order.fault)
            .findFirst();
    orders.removeIf(Order::isSpent);
    return met;
  }

  /** Whether a trouble that is a state holds for a shard. */
  public boolean holds(Trouble trouble, String stream, String shard) {
    return orders.stream()
        .anyMatch(
            order ->
                order.fault.trouble() == trouble
                    && order.concerns(stream, shard)
                    && !order.isOver());
  }
}
