package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A stream that can only be listed, and fails to be when the test wants it. */
final class ListedStream implements StreamClient {

  List<ShardFacts> shards = List.of();
  @Nullable RuntimeException failure;
  int listings;

  @Override
  public CompletableFuture<ShardPage> listShards(ShardQuery query) {
    listings++;
    return failure == null
        ? CompletableFuture.completedFuture(new ShardPage(shards, null, Instant.EPOCH))
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletableFuture<StreamFacts> describeStream() {
    return CompletableFuture.completedFuture(new StreamFacts(Duration.ofDays(1), Instant.EPOCH));
  }

  @Override
  public CompletableFuture<String> shardIterator(String shardId, ReadFrom place) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Fetched> records(String iterator, int limit) {
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
  public ShardSubscription subscribe(
      String consumerArn, String shardId, SubscribeFrom place, SubscriptionListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
