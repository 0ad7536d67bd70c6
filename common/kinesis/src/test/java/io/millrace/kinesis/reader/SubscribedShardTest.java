package io.millrace.kinesis.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.Shards;
import io.millrace.kinesis.client.StreamClient.Pushed;
import io.millrace.kinesis.client.StreamClient.SubscribeFrom;
import io.millrace.kinesis.reader.FakeClient.FakeSubscription;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

class SubscribedShardTest {

  private static final ReadFrom START = new ReadFrom.After("10", 0);

  private final FakeContext context = new FakeContext();
  private final SubscribedShard shard =
      new SubscribedShard(
          Shards.split("s", START),
          context,
          context.metrics(),
          new SplittableRandom(1),
          () -> CompletableFuture.completedFuture("consumer-arn"));

  @Test
  void asksForOnePushAtATime() throws IOException {
    FakeSubscription subscription = subscribe(new SubscribeFrom.Place(START));
    assertThat(subscription.requested).isZero();
    context.proceed(shard);
    assertThat(subscription.requested).isEqualTo(1);
    assertThat(shard.dueAt()).isEqualTo(Mailbox.NEVER);

    push(subscription, "11", "10", "11");
    assertThat(context.emitted()).containsExactly("11");
    context.proceed(shard);
    assertThat(subscription.requested).isEqualTo(2);
  }

  @Test
  void asksForNothingWhileThereIsNoRoom() throws IOException {
    FakeSubscription subscription = subscribe(new SubscribeFrom.Place(START));
    assertThat(context.budget.tryReserve(100L << 20)).isTrue();

    assertThat(shard.proceed()).isFalse();
    assertThat(subscription.requested).isZero();
    context.budget.release(100L << 20);
    assertThat(shard.proceed()).isTrue();
    assertThat(subscription.requested).isEqualTo(1);
  }

  @Test
  void subscribesAgainWhereTheFiveMinutesEnded() throws IOException {
    FakeSubscription first = subscribe(new SubscribeFrom.Place(START));
    context.proceed(shard);
    push(first, "12", "11", "12");
    context.proceed(shard);
    first.listener.ended(null);

    FakeSubscription second = subscribe(new SubscribeFrom.Continuation("12"));
    assertThat(first.cancelled).isTrue();
    context.proceed(shard);
    push(second, "13", "13");
    assertThat(context.emitted()).containsExactly("11", "12", "13");
    assertThat(context.budget.used()).isZero();
  }

  @Test
  void triesAgainFromItsPlaceWhenASubscriptionFails() throws IOException {
    FakeSubscription first = subscribe(new SubscribeFrom.Place(START));
    long before = context.now;
    first.listener.ended(ResourceInUseException.builder().message("another stands").build());

    FakeSubscription second = subscribe(new SubscribeFrom.Place(START));
    assertThat(context.now).isGreaterThan(before);
    // What the first one still has to say is of no interest.
    push(first, "11", "11");
    assertThat(context.emitted()).isEmpty();
    context.proceed(shard);
    push(second, "11", "11");
    assertThat(context.emitted()).containsExactly("11");
  }

  @Test
  void endsWithItsChildren() throws IOException {
    ShardFacts child = Shards.shard("c", "s");
    FakeSubscription subscription = subscribe(new SubscribeFrom.Place(START));
    context.proceed(shard);
    subscription.listener.pushed(
        new Pushed(List.of(FakeClient.record("11")), null, 0, List.of(child)));

    assertThat(context.emitted()).containsExactly("11");
    assertThat(context.ends).containsExactly(new ShardEnd(List.of(child)));
    assertThat(subscription.cancelled).isTrue();
  }

  private FakeSubscription subscribe(SubscribeFrom from) throws IOException {
    context.proceed(shard);
    FakeSubscription subscription = context.client.subscriptions.remove();
    assertThat(subscription.from).isEqualTo(from);
    subscription.listener.begun();
    context.mailbox.readAll();
    return subscription;
  }

  private void push(FakeSubscription subscription, String continuation, String... sequences)
      throws IOException {
    subscription.listener.pushed(
        new Pushed(
            Stream.of(sequences).map(FakeClient::record).toList(), continuation, 5, List.of()));
    context.mailbox.readAll();
  }
}
