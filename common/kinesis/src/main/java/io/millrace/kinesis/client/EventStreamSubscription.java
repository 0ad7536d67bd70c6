package io.millrace.kinesis.client;

import io.millrace.kinesis.client.StreamClient.Pushed;
import io.millrace.kinesis.client.StreamClient.ShardSubscription;
import io.millrace.kinesis.client.StreamClient.SubscriptionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** One SubscribeToShard call: the SDK's event stream as pushes, with one end. */
final class EventStreamSubscription implements ShardSubscription {

  private final SubscriptionListener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Subscription events;
  private volatile @Nullable CompletableFuture<Void> call;

  EventStreamSubscription(SubscriptionListener listener) {
    this.listener = listener;
  }

  SubscribeToShardResponseHandler handler() {
    return SubscribeToShardResponseHandler.builder()
        .onEventStream(publisher -> publisher.subscribe(new Events()))
        .onError(this::end)
        .build();
  }

  /** The call as a whole: fails before the event stream begins, or ends after it. */
  @SuppressWarnings("FutureReturnValueIgnored") // What completes it only tells the listener.
  void follow(CompletableFuture<Void> started) {
    call = started;
    if (over.get()) {
      started.cancel(true);
    }
    started.whenComplete((done, failure) -> end(failure));
  }

  @Override
  public void requestOne() {
    Subscription subscription = events;
    if (subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public void cancel() {
    over.set(true);
    Subscription subscription = events;
    if (subscription != null) {
      subscription.cancel();
    }
    CompletableFuture<Void> started = call;
    if (started != null) {
      started.cancel(true);
    }
  }

  private void end(@Nullable Throwable failure) {
    if (over.compareAndSet(false, true)) {
      listener.ended(failure);
    }
  }

  private final class Events implements Subscriber<SubscribeToShardEventStream> {

    @Override
    public void onSubscribe(Subscription subscription) {
      events = subscription;
      if (over.get()) {
        subscription.cancel();
      } else {
        listener.begun();
      }
    }

    @Override
    public void onNext(SubscribeToShardEventStream next) {
      if (over.get()) {
        return;
      }
      if (next instanceof SubscribeToShardEvent event) {
        listener.pushed(
            new Pushed(
                event.records(),
                event.continuationSequenceNumber(),
                event.millisBehindLatest() == null ? 0 : event.millisBehindLatest(),
                SdkStreamClient.children(event.childShards())));
      } else {
        // The initial response, or something that is new in the protocol: no push was used up.
        requestOne();
      }
    }

    @Override
    public void onError(Throwable failure) {
      end(failure);
    }

    @Override
    public void onComplete() {
      end(null);
    }
  }
}
