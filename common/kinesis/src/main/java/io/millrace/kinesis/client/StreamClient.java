package io.millrace.kinesis.client;

import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * The calls to one stream. None blocks and none is tried again: callers know best when. Futures end
 * with the SDK's exceptions, which {@link Failure} names. Thread-safe.
 */
public interface StreamClient extends AutoCloseable {

  /** A page of the stream's shards. */
  CompletableFuture<ShardPage> listShards(ShardQuery query);

  CompletableFuture<StreamFacts> describeStream();

  /** An iterator that begins at {@code place}; {@link ReadFrom.After} begins AT that record. */
  CompletableFuture<String> shardIterator(String shardId, ReadFrom place);

  CompletableFuture<Fetched> records(String iterator, int limit);

  /** A consumer of the stream with enhanced fan-out. */
  CompletableFuture<Consumer> describeConsumer(String name);

  CompletableFuture<Consumer> registerConsumer(String name);

  /**
   * Begins to push a shard's records to {@code listener}, for five minutes at the most.
   *
   * @param place {@link ReadFrom.After} begins AT that record
   */
  ShardSubscription subscribe(
      String consumerArn, String shardId, SubscribeFrom place, SubscriptionListener listener);

  @Override
  void close();

  /** Which shards to list. */
  sealed interface ShardQuery {

    /** Everything that can still be read. */
    record FromTrimHorizon() implements ShardQuery {}

    /** What could be read at that time or later. */
    record FromTimestamp(Instant time) implements ShardQuery {}

    /** The next page of a listing; knows its stream and filter itself. */
    record NextPage(String token) implements ShardQuery {}
  }

  /**
   * A page of shards.
   *
   * @param nextToken null on the last one
   * @param serverTime the service's clock, to the second; null when it did not tell
   */
  record ShardPage(
      List<ShardFacts> shards, @Nullable String nextToken, @Nullable Instant serverTime) {}

  /** What the source must know of the stream. */
  record StreamFacts(Duration retention, @Nullable Instant serverTime) {}

  /** An enhanced fan-out consumer. */
  record Consumer(String arn, boolean active) {}

  /**
   * What one call brought.
   *
   * @param nextIterator null when the shard has been read to its end
   * @param children of a shard that has been read to its end
   */
  record Fetched(
      List<Record> records,
      @Nullable String nextIterator,
      long millisBehindLatest,
      List<ShardFacts> children) {}

  /** Where a subscription begins. */
  sealed interface SubscribeFrom {

    /** As an iterator would. */
    record Place(ReadFrom place) implements SubscribeFrom {}

    /** Behind what the subscription before has pushed. */
    record Continuation(String sequenceNumber) implements SubscribeFrom {}
  }

  /**
   * What a subscription pushed.
   *
   * @param continuation where the next subscription goes on; null when the shard has been read to
   *     its end
   */
  record Pushed(
      List<Record> records,
      @Nullable String continuation,
      long millisBehindLatest,
      List<ShardFacts> children) {}

  /** A shard's subscription. Its calls may come from any thread. */
  interface ShardSubscription {

    /** Asks for one more push. None comes without. */
    void requestOne();

    /** Ends it; its listener hears nothing more. */
    void cancel();
  }

  /** Hears of one subscription, on a thread of the client: begun, pushes, then ended once. */
  interface SubscriptionListener {

    /** Pushes may be requested from now on. */
    void begun();

    void pushed(Pushed pushed);

    /** With null when the five minutes are over. */
    void ended(@Nullable Throwable failure);
  }
}
