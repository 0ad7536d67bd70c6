package io.millrace.kinesis.client;

import io.millrace.kinesis.split.HashRange;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/** The real calls, by the AWS SDK. */
public final class SdkStreamClient implements StreamClient {

  private final KinesisAsyncClient sdk;
  private final String streamArn;

  /** Owns {@code sdk}: closes it with itself. */
  public SdkStreamClient(KinesisAsyncClient sdk, String streamArn) {
    this.sdk = sdk;
    this.streamArn = streamArn;
  }

  @Override
  public CompletableFuture<ShardPage> listShards(ShardQuery query) {
    ListShardsRequest.Builder request = ListShardsRequest.builder();
    if (query instanceof ShardQuery.NextPage next) {
      // The service refuses a token together with a stream or a filter.
      request.nextToken(next.token());
    } else if (query instanceof ShardQuery.FromTimestamp from) {
      request
          .streamARN(streamArn)
          .shardFilter(
              filter -> filter.type(ShardFilterType.FROM_TIMESTAMP).timestamp(from.time()));
    } else {
      request
          .streamARN(streamArn)
          .shardFilter(filter -> filter.type(ShardFilterType.FROM_TRIM_HORIZON));
    }
    return sdk.listShards(request.build())
        .thenApply(
            response ->
                new ShardPage(
                    response.shards().stream().map(SdkStreamClient::facts).toList(),
                    response.nextToken(),
                    serverTime(response)));
  }

  @Override
  public CompletableFuture<StreamFacts> describeStream() {
    return sdk.describeStreamSummary(request -> request.streamARN(streamArn))
        .thenApply(
            response ->
                new StreamFacts(
                    Duration.ofHours(response.streamDescriptionSummary().retentionPeriodHours()),
                    serverTime(response)));
  }

  @Override
  public CompletableFuture<String> shardIterator(String shardId, ReadFrom place) {
    return sdk.getShardIterator(
            request -> {
              request.streamARN(streamArn).shardId(shardId);
              if (place instanceof ReadFrom.AtTimestamp at) {
                request
                    .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                    .timestamp(Instant.ofEpochMilli(at.millis()));
              } else if (place instanceof ReadFrom.After after) {
                request
                    .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber(after.sequenceNumber());
              } else {
                request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
              }
            })
        .thenApply(response -> response.shardIterator());
  }

  @Override
  public CompletableFuture<Fetched> records(String iterator, int limit) {
    return sdk.getRecords(
            request -> request.streamARN(streamArn).shardIterator(iterator).limit(limit))
        .thenApply(SdkStreamClient::fetched);
  }

  @Override
  public CompletableFuture<Consumer> describeConsumer(String name) {
    return sdk.describeStreamConsumer(request -> request.streamARN(streamArn).consumerName(name))
        .thenApply(
            response ->
                new Consumer(
                    response.consumerDescription().consumerARN(),
                    response.consumerDescription().consumerStatus() == ConsumerStatus.ACTIVE));
  }

  @Override
  public CompletableFuture<Consumer> registerConsumer(String name) {
    return sdk.registerStreamConsumer(request -> request.streamARN(streamArn).consumerName(name))
        .thenApply(
            response ->
                new Consumer(
                    response.consumer().consumerARN(),
                    response.consumer().consumerStatus() == ConsumerStatus.ACTIVE));
  }

  @Override
  public ShardSubscription subscribe(
      String consumerArn, String shardId, SubscribeFrom place, SubscriptionListener listener) {
    EventStreamSubscription subscription = new EventStreamSubscription(listener);
    SubscribeToShardRequest request =
        SubscribeToShardRequest.builder()
            .consumerARN(consumerArn)
            .shardId(shardId)
            .startingPosition(startingPosition(place))
            .build();
    subscription.follow(sdk.subscribeToShard(request, subscription.handler()));
    return subscription;
  }

  @Override
  public void close() {
    sdk.close();
  }

  private static StartingPosition startingPosition(SubscribeFrom from) {
    StartingPosition.Builder position = StartingPosition.builder();
    if (from instanceof SubscribeFrom.Continuation continuation) {
      return position
          .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .sequenceNumber(continuation.sequenceNumber())
          .build();
    }
    ReadFrom place = ((SubscribeFrom.Place) from).place();
    if (place instanceof ReadFrom.AtTimestamp at) {
      position.type(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.ofEpochMilli(at.millis()));
    } else if (place instanceof ReadFrom.After after) {
      position.type(ShardIteratorType.AT_SEQUENCE_NUMBER).sequenceNumber(after.sequenceNumber());
    } else {
      position.type(ShardIteratorType.TRIM_HORIZON);
    }
    return position.build();
  }

  private static Fetched fetched(GetRecordsResponse response) {
    return new Fetched(
        response.records(),
        response.nextShardIterator(),
        response.millisBehindLatest() == null ? 0 : response.millisBehindLatest(),
        children(response.childShards()));
  }

  static List<ShardFacts> children(List<ChildShard> children) {
    return children.stream()
        .map(
            child ->
                new ShardFacts(
                    child.shardId(),
                    child.parentShards(),
                    HashRange.of(
                        child.hashKeyRange().startingHashKey(),
                        child.hashKeyRange().endingHashKey())))
        .toList();
  }

  private static ShardFacts facts(Shard shard) {
    List<String> parents =
        Stream.of(
                Optional.ofNullable(shard.parentShardId()),
                Optional.ofNullable(shard.adjacentParentShardId()))
            .flatMap(Optional::stream)
            .toList();
    return new ShardFacts(
        shard.shardId(),
        parents,
        HashRange.of(shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey()));
  }

  /** The answer's Date: the machine's own clock may be off. */
  private static @Nullable Instant serverTime(SdkResponse response) {
    return Optional.ofNullable(response.sdkHttpResponse())
        .flatMap(http -> http.firstMatchingHeader("Date"))
        .flatMap(SdkStreamClient::httpDate)
        .orElse(null);
  }

  private static Optional<Instant> httpDate(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
