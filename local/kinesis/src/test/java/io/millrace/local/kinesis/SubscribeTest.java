package io.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

class SubscribeTest {

  private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
  private static final String FIRST = "shardId-000000000000";
  private static final StartingPosition HORIZON =
      StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();

  @TempDir Path folder;

  private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
  private EmbeddedKinesis server;
  private KinesisAsyncClient client;
  private KinesisAdmin admin;
  private String consumer;

  @BeforeEach
  void start() {
    server = EmbeddedKinesis.start(folder, 0, Limits.withoutRates());
    client = Clients.async(server.endpoint());
    admin = new KinesisAdmin(server.endpoint());
    client.createStream(r -> r.streamName("orders").shardCount(1)).join();
    consumer =
        client
            .registerStreamConsumer(r -> r.streamARN(STREAM_ARN).consumerName("fan"))
            .join()
            .consumer()
            .consumerARN();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void recordsArePushedAsTheyComeAndTheEndNamesTheChildren() throws Exception {
    put("one");
    CompletableFuture<Void> subscription = subscribe(HORIZON);
    SubscribeToShardEvent first = next();
    assertThat(data(first)).containsExactly("one");
    assertThat(first.continuationSequenceNumber()).isNotNull();
    assertThat(first.millisBehindLatest()).isZero();
    put("two");
    assertThat(data(next())).containsExactly("two");
    client
        .splitShard(r -> r.streamName("orders").shardToSplit(FIRST).newStartingHashKey("10"))
        .join();
    SubscribeToShardEvent last = next();
    assertThat(last.continuationSequenceNumber()).isNull();
    assertThat(last.childShards())
        .extracting(ChildShard::shardId)
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    subscription.get(1, TimeUnit.MINUTES);
  }

  @Test
  void anotherSubscriptionIsRefusedAtFirstThenTakesOverWhereTheOldOneWas() throws Exception {
    put("one");
    CompletableFuture<Void> old = subscribe(HORIZON);
    String position = next().continuationSequenceNumber();
    assertThat(failure(subscribe(HORIZON))).hasCauseInstanceOf(ResourceInUseException.class);
    admin.limit(Limit.RESUBSCRIBE_MILLIS, 0);
    put("two");
    assertThat(data(next())).containsExactly("two");
    CompletableFuture<Void> taken =
        subscribe(
            StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(position)
                .build());
    old.get(1, TimeUnit.MINUTES);
    assertThat(data(next())).containsExactly("two");
    assertThat(taken).isNotDone();
  }

  @Test
  void aSubscriptionEndsWhenItsLifeIsOverOrItIsCut() throws Exception {
    admin.limit(Limit.SUBSCRIPTION_MILLIS, 200);
    admin.limit(Limit.RESUBSCRIBE_MILLIS, 0);
    subscribe(HORIZON).get(1, TimeUnit.MINUTES);
    admin.limit(Limit.SUBSCRIPTION_MILLIS, 300_000);
    admin.order(Fault.of(Trouble.CUT).onOperation("SubscribeToShardEvent").times(1));
    assertThat(failure(subscribe(HORIZON))).isNotNull();
    admin.order(Fault.of(Trouble.INTERNAL_FAILURE).onOperation("SubscribeToShardEvent").times(1));
    assertThat(failure(subscribe(HORIZON)).getCause().getMessage()).contains("A fault to order");
  }

  @Test
  void largeBacklogsComeInEventsOfAMegabyte() throws Exception {
    byte[] data = new byte[300_000];
    for (int i = 0; i < 20; i++) {
      client
          .putRecord(
              r -> r.streamName("orders").partitionKey("k").data(SdkBytes.fromByteArray(data)))
          .join();
    }
    CompletableFuture<Void> open = subscribe(HORIZON);
    int records = 0;
    while (records < 20) {
      SubscribeToShardEvent event = next();
      assertThat(event.records()).hasSizeLessThanOrEqualTo(3);
      records += event.records().size();
    }
    assertThat(records).isEqualTo(20);
    assertThat(open).isNotDone();
  }

  @Test
  void consumersAreDescribedAndDeregistered() {
    var description =
        client.describeStreamConsumer(r -> r.consumerARN(consumer)).join().consumerDescription();
    assertThat(description.consumerName()).isEqualTo("fan");
    assertThat(description.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
    assertThat(description.streamARN()).isEqualTo(STREAM_ARN);
    assertThat(
            failure(
                client.registerStreamConsumer(r -> r.streamARN(STREAM_ARN).consumerName("fan"))))
        .hasCauseInstanceOf(ResourceInUseException.class);
    client.deregisterStreamConsumer(r -> r.consumerARN(consumer)).join();
    assertThat(client.listStreamConsumers(r -> r.streamARN(STREAM_ARN)).join().consumers())
        .isEmpty();
  }

  private void put(String data) {
    client
        .putRecord(
            r -> r.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String(data)))
        .join();
  }

  private CompletableFuture<Void> subscribe(StartingPosition from) {
    return client.subscribeToShard(
        r -> r.consumerARN(consumer).shardId(FIRST).startingPosition(from),
        SubscribeToShardResponseHandler.builder()
            .subscriber(
                SubscribeToShardResponseHandler.Visitor.builder()
                    .onSubscribeToShardEvent(events::add)
                    .build())
            .build());
  }

  private SubscribeToShardEvent next() throws InterruptedException {
    SubscribeToShardEvent event = events.poll(1, TimeUnit.MINUTES);
    assertThat(event).isNotNull();
    return event;
  }

  private static Throwable failure(CompletableFuture<?> future) {
    try {
      future.orTimeout(1, TimeUnit.MINUTES).join();
      return null;
    } catch (CompletionException failure) {
      return failure;
    }
  }

  private static List<String> data(SubscribeToShardEvent event) {
    return event.records().stream()
        .map(record -> record.data().asString(StandardCharsets.UTF_8))
        .toList();
  }
}
