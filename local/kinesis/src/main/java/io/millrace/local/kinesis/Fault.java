package io.millrace.local.kinesis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault to order: it stays until it is used up, its time is over, or it is cleared.
 *
 * @param operation such as {@code GetRecords}, or null for all. {@code SubscribeToShardEvent} means
 *     the events of subscriptions that are under way
 * @param stream a stream's name, or null for all
 * @param shard a shard's id, or null for all; a fault of a shard does not touch calls that name
 *     none
 * @param count how many calls it is for; 0 for all
 * @param millis how long it holds from its order on; 0 for ever
 * @param delayMillis how long {@link Trouble#DELAY} delays
 */
public record Fault(
    Trouble trouble,
    @Nullable String operation,
    @Nullable String stream,
    @Nullable String shard,
    long count,
    long millis,
    long delayMillis) {

  /** On every call until cleared. */
  public static Fault of(Trouble trouble) {
    return new Fault(trouble, null, null, null, 0, 0, 0);
  }

  /** Every call takes this much longer. */
  public static Fault delay(Duration delay) {
    return new Fault(Trouble.DELAY, null, null, null, 0, 0, delay.toMillis());
  }

  /** On an operation only. */
  public Fault onOperation(String name) {
    return new Fault(trouble, name, stream, shard, count, millis, delayMillis);
  }

  /** On a stream only. */
  public Fault onStream(String name) {
    return new Fault(trouble, operation, name, shard, count, millis, delayMillis);
  }

  /** On a shard only. */
  public Fault onShard(String id) {
    return new Fault(trouble, operation, stream, id, count, millis, delayMillis);
  }

  /** For so many calls. */
  public Fault times(long calls) {
    return new Fault(trouble, operation, stream, shard, calls, millis, delayMillis);
  }

  /** For a time from its order on. */
  public Fault lasting(Duration time) {
    return new Fault(trouble, operation, stream, shard, count, time.toMillis(), delayMillis);
  }
}
