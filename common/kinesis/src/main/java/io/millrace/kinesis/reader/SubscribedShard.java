package io.millrace.kinesis.reader;

import io.millrace.kinesis.client.StreamClient.Pushed;
import io.millrace.kinesis.client.StreamClient.ShardSubscription;
import io.millrace.kinesis.client.StreamClient.SubscribeFrom;
import io.millrace.kinesis.client.StreamClient.SubscriptionListener;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard by SubscribeToShard. A subscription stands for five minutes; the next one begins
 * where it ended. Pushes are asked for one at a time, as the budget has room.
 */
final class SubscribedShard extends ShardReading {

  private final Supplier<CompletableFuture<String>> consumerArn;
  private @Nullable ShardSubscription subscription;
  private @Nullable String continuation;

  /** Tells the subscription that stands from those before it. */
  private int generation;

  private boolean begun;
  private long reserved;

  /**
   * @param consumerArn finds the consumer; asked for each subscription
   */
  SubscribedShard(
      KinesisShardSplit split,
      ReadingContext context,
      ShardMetrics metrics,
      RandomGenerator random,
      Supplier<CompletableFuture<String>> consumerArn) {
    super(split, context, metrics, random);
    this.consumerArn = consumerArn;
  }

  @Override
  boolean read() {
    return begun ? request() : subscribe();
  }

  @Override
  void close() {
    super.close();
    forgetSubscription();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What completes it only posts a mail.
  private boolean subscribe() {
    awaitAnswer();
    pacing.started(context.now());
    metrics.called();
    int mine = ++generation;
    consumerArn.get().whenComplete((arn, failure) -> post(() -> consumerFound(mine, arn, failure)));
    return true;
  }

  private void consumerFound(int mine, @Nullable String arn, @Nullable Throwable failure)
      throws IOException {
    if (arn == null) {
      ended(mine, failure == null ? new IOException("no consumer") : failure);
      return;
    }
    SubscribeFrom from =
        continuation == null
            ? new SubscribeFrom.Place(place())
            : new SubscribeFrom.Continuation(continuation);
    subscription = context.client().subscribe(arn, shard.shardId(), from, new Listener(mine));
  }

  private boolean request() {
    if (reserved == 0) {
      reserved = reserve();
      if (reserved == 0) {
        return false;
      }
    }
    awaitAnswer();
    if (subscription != null) {
      subscription.requestOne();
    }
    return true;
  }

  private void begun(int mine) {
    if (mine == generation) {
      begun = true;
      dueAt(context.now());
    }
  }

  private void pushed(int mine, Pushed pushed) {
    if (mine != generation) {
      return;
    }
    long room = reserved;
    reserved = 0;
    long bytes = deliver(pushed.records(), pushed.millisBehindLatest(), room);
    continuation = pushed.continuation();
    if (continuation == null) {
      end(new ShardEnd(pushed.children()));
    } else if (context.bounded() && pushed.millisBehindLatest() == 0) {
      end(ShardEnd.WITHOUT_CHILDREN);
    } else {
      // The service paces what it pushes.
      pacing.succeeded(context.now(), pushed.records().size(), bytes);
      dueAt(context.now());
    }
  }

  private void ended(int mine, @Nullable Throwable failure) throws IOException {
    if (mine != generation) {
      return;
    }
    forgetSubscription();
    if (failure == null) {
      dueAt(pacing.succeeded(context.now(), 1, 0));
    } else {
      failed(failure, () -> continuation = null);
    }
  }

  private void forgetSubscription() {
    generation++;
    begun = false;
    context.budget().release(reserved);
    reserved = 0;
    if (subscription != null) {
      subscription.cancel();
      subscription = null;
    }
  }

  private final class Listener implements SubscriptionListener {
    private final int mine;

    Listener(int mine) {
      this.mine = mine;
    }

    @Override
    public void begun() {
      post(() -> SubscribedShard.this.begun(mine));
    }

    @Override
    public void pushed(Pushed pushed) {
      post(() -> SubscribedShard.this.pushed(mine, pushed));
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      post(() -> SubscribedShard.this.ended(mine, failure));
    }
  }
}
