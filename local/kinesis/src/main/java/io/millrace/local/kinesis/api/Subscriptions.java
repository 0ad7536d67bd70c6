package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.control.CallBook;
import io.millrace.local.kinesis.store.ConsumerFacts;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SubscribeToShard: one subscription a consumer and shard. A call within five seconds of the one
 * before it is refused; a later one takes over, and ends the one before it.
 */
final class Subscriptions {

  private final Streams streams;
  private final Consumers consumers;
  private final CallBook calls;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  Subscriptions(Streams streams, Consumers consumers, CallBook calls) {
    this.streams = streams;
    this.consumers = consumers;
    this.calls = calls;
  }

  private static final class Held {
    private final long since;
    private volatile boolean over;

    Held(long since) {
      this.since = since;
    }
  }

  Subscription subscribe(Request request) {
    KinesisStream stream = streams.of(request);
    ConsumerFacts consumer = consumers.of(request, stream);
    if (!consumers.status(consumer).equals("ACTIVE")) {
      throw KinesisError.inUse("Consumer " + consumer.name() + " is not ACTIVE yet.");
    }
    Shard shard = streams.shard(stream, request.text("ShardId"));
    JsonNode start = request.body().path("StartingPosition");
    long number = Position.resolve(request.part(start), "Type", stream, shard);
    Held mine = new Held(streams.now());
    held.compute(
        Arns.of(stream, consumer) + "/" + shard.id(),
        (key, before) -> {
          if (before != null) {
            if (mine.since - before.since < streams.limit(Limit.RESUBSCRIBE_MILLIS)) {
              throw KinesisError.inUse(
                  "Another active subscription exists for this consumer: "
                      + consumer.name()
                      + ", shard "
                      + shard.id());
            }
            before.over = true;
          }
          return mine;
        });
    return new Subscription(streams, calls, stream, shard, number, () -> mine.over);
  }
}
