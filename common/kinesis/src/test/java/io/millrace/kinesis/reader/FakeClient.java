package io.millrace.kinesis.reader;

import io.millrace.kinesis.Shards;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A client whose calls wait until the test answers them, each kind in its order. */
final class FakeClient implements StreamClient {

  final Deque<IteratorCall> iterators = new ArrayDeque<>();
  final Deque<RecordsCall> fetches = new ArrayDeque<>();
  final Deque<ListCall> listings = new ArrayDeque<>();
  final Deque<FakeSubscription> subscriptions = new ArrayDeque<>();

  record IteratorCall(ReadFrom place, CompletableFuture<String> answer) {}

  record RecordsCall(String iterator, int limit, CompletableFuture<Fetched> answer) {}

  record ListCall(ShardQuery query, CompletableFuture<ShardPage> answer) {

    void shows(String... shardIds) {
      answer.complete(page(null, shardIds));
    }

    static ShardPage page(String token, String... shardIds) {
      List<ShardFacts> shards = new ArrayList<>();
      for (String id : shardIds) {
        shards.add(Shards.shard(id));
      }
      return new ShardPage(shards, token, null);
    }
  }

  /** A subscription, and what was asked of it. */
  static final class FakeSubscription implements ShardSubscription {
    final SubscribeFrom from;
    final SubscriptionListener listener;
    int requested;
    boolean cancelled;

    FakeSubscription(SubscribeFrom from, SubscriptionListener listener) {
      this.from = from;
      this.listener = listener;
    }

    @Override
    public void requestOne() {
      requested++;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  static Record record(String sequence) {
    return Record.builder()
        .sequenceNumber(sequence)
        .partitionKey("k")
        .approximateArrivalTimestamp(Instant.EPOCH)
        .data(SdkBytes.fromUtf8String("data of " + sequence))
        .build();
  }

  @Override
  public CompletableFuture<String> shardIterator(String shardId, ReadFrom place) {
    IteratorCall call = new IteratorCall(place, new CompletableFuture<>());
    iterators.add(call);
    return call.answer();
  }

  @Override
  public CompletableFuture<Fetched> records(String iterator, int limit) {
    RecordsCall call = new RecordsCall(iterator, limit, new CompletableFuture<>());
    fetches.add(call);
    return call.answer();
  }

  @Override
  public CompletableFuture<ShardPage> listShards(ShardQuery query) {
    ListCall call = new ListCall(query, new CompletableFuture<>());
    listings.add(call);
    return call.answer();
  }

  @Override
  public ShardSubscription subscribe(
      String consumerArn, String shardId, SubscribeFrom place, SubscriptionListener listener) {
    FakeSubscription subscription = new FakeSubscription(place, listener);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public CompletableFuture<StreamFacts> describeStream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Consumer> describeConsumer(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Consumer> registerConsumer(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
