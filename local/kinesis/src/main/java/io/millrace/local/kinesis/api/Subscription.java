package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.Trouble;
import io.millrace.local.kinesis.control.CallBook;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Page;
import io.millrace.local.kinesis.store.Shard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What one consumer is sent from one shard. One thread at a time asks it for its next event; when
 * there is none, the shard's listener or the heartbeat tells when to ask again.
 */
public final class Subscription {

  private static final String EVENT = "SubscribeToShardEvent";
  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

  private final Streams streams;
  private final CallBook calls;
  private final KinesisStream stream;
  private final Shard shard;
  private final BooleanSupplier takenOver;
  private final long endsAt;
  private long number;
  private long lastEvent;
  private boolean ended;

  Subscription(
      Streams streams,
      CallBook calls,
      KinesisStream stream,
      Shard shard,
      long number,
      BooleanSupplier takenOver) {
    this.streams = streams;
    this.calls = calls;
    this.stream = stream;
    this.shard = shard;
    this.number = number;
    this.takenOver = takenOver;
    this.endsAt = streams.now() + streams.limit(Limit.SUBSCRIPTION_MILLIS);
  }

  /** What comes next on a subscription. */
  public sealed interface Next {

    /** An event's payload, in JSON; the receiver releases it. */
    record Event(ByteBuf payload) implements Next {}

    /** Nothing yet. */
    record Nothing() implements Next {}

    /** The subscription is over, in order. */
    record End() implements Next {}

    /** The connection is to be cut. */
    record Cut() implements Next {}
  }

  /**
   * The next event.
   *
   * @throws KinesisError when the subscription ends with one
   */
  public Next next() {
    long now = streams.now();
    if (ended || now >= endsAt || takenOver.getAsBoolean()) {
      return new Next.End();
    }
    if (streams.store().stream(stream.name()).orElse(null) != stream) {
      throw KinesisError.notFound("Stream " + stream.name() + " was deleted.");
    }
    streams.shard(stream, shard.id());
    boolean idle = number == shard.end() && shard.isOpen();
    if (idle && now - lastEvent < HEARTBEAT_MILLIS) {
      return new Next.Nothing();
    }
    Optional<Fault> fault = streams.faults().meet(EVENT, stream.name(), shard.id());
    if (fault.isPresent()) {
      Trouble trouble = fault.get().trouble();
      if (trouble == Trouble.CUT || trouble == Trouble.CUT_AFTER) {
        return new Next.Cut();
      }
      Operations.throwTrouble(trouble, EVENT);
    }
    return new Next.Event(event(now));
  }

  private ByteBuf event(long now) {
    Page page =
        shard.read(
            number,
            streams.limit(Limit.READ_CALL_RECORDS),
            streams.limit(Limit.EVENT_BYTES),
            now,
            ALLOCATOR);
    number = page.next();
    lastEvent = now;
    calls.records(EVENT, stream.name(), shard.id(), page.count());
    ObjectNode others = Answers.object().put("MillisBehindLatest", page.behind());
    if (page.ended()) {
      ended = true;
      others.set("ChildShards", Answers.childShards(stream.children(shard)));
    } else {
      // A record's number is below its ordinal by one: this names the last one sent.
      others.put("ContinuationSequenceNumber", shard.sequence(number).toString());
    }
    return RecordPages.write(Dialect.JSON, others, page, ALLOCATOR);
  }

  /** Calls whenever there may be a next event. */
  public void onChange(Runnable listener) {
    shard.addListener(listener);
  }

  /** Calls no more. */
  public void forget(Runnable listener) {
    shard.removeListener(listener);
  }
}
