package io.millrace.kinesis.reader;

import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/**
 * Finds the ARN of a subtask's consumer, once for all its shards. What failed is asked again by the
 * next subscription. Thread-safe.
 */
final class ConsumerLookup implements Supplier<CompletableFuture<String>> {

  private final StreamClient client;
  private final String name;
  private final boolean registered;
  private @Nullable CompletableFuture<String> arn;

  /**
   * @param registered by the job's enumerator, so that there may be none for a while
   */
  ConsumerLookup(StreamClient client, String name, boolean registered) {
    this.client = client;
    this.name = name;
    this.registered = registered;
  }

  @Override
  public synchronized CompletableFuture<String> get() {
    if (arn == null || arn.isCompletedExceptionally()) {
      arn = find();
    }
    return arn;
  }

  private CompletableFuture<String> find() {
    return client
        .describeConsumer(name)
        .handle(
            (consumer, failure) -> {
              if (failure != null) {
                throw missing(failure);
              }
              if (!consumer.active()) {
                throw notYet("consumer " + name + " is not active yet");
              }
              return consumer.arn();
            });
  }

  private RuntimeException missing(Throwable failure) {
    if (Failure.of(failure) != Failure.NOT_FOUND) {
      return new CompletionException(Failure.unwrap(failure));
    }
    return registered
        ? notYet("consumer " + name + " is not registered yet")
        : new IllegalStateException(
            "the stream has no consumer "
                + name
                + ": register it, or set source.efo.lifecycle to JOB_MANAGED");
  }

  private static RuntimeException notYet(String message) {
    return ResourceInUseException.builder().message(message).build();
  }
}
