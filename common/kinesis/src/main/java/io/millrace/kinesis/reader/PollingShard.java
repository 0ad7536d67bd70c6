package io.millrace.kinesis.reader;

import io.millrace.kinesis.client.StreamClient.Fetched;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads a shard by GetShardIterator and GetRecords. */
final class PollingShard extends ShardReading {

  private @Nullable String iterator;

  PollingShard(
      KinesisShardSplit split,
      ReadingContext context,
      ShardMetrics metrics,
      RandomGenerator random) {
    super(split, context, metrics, random);
  }

  @Override
  boolean read() {
    return iterator == null ? takeIterator() : fetch(iterator);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What completes it only posts a mail.
  private boolean takeIterator() {
    awaitAnswer();
    pacing.started(context.now());
    metrics.called();
    context
        .client()
        .shardIterator(shard.shardId(), place())
        .whenComplete((taken, failure) -> post(() -> iteratorTaken(taken, failure)));
    return true;
  }

  private void iteratorTaken(@Nullable String taken, @Nullable Throwable failure)
      throws IOException {
    if (failure != null) {
      failed(failure, () -> {});
    } else {
      iterator = taken;
      dueAt(context.now());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What completes it only posts a mail.
  private boolean fetch(String from) {
    long reserved = reserve();
    if (reserved == 0) {
      return false;
    }
    awaitAnswer();
    pacing.started(context.now());
    metrics.called();
    context
        .client()
        .records(from, context.maxRecords())
        .whenComplete((fetched, failure) -> answer(fetched, failure, reserved));
    return true;
  }

  private void answer(@Nullable Fetched fetched, @Nullable Throwable failure, long reserved) {
    if (fetched == null) {
      context.budget().release(reserved);
      post(
          () ->
              failed(
                  failure == null ? new IOException("no answer") : failure, () -> iterator = null));
    } else {
      post(() -> fetched(fetched, reserved));
    }
  }

  private void fetched(Fetched fetched, long reserved) {
    long bytes = deliver(fetched.records(), fetched.millisBehindLatest(), reserved);
    iterator = fetched.nextIterator();
    if (iterator == null) {
      end(new ShardEnd(fetched.children()));
    } else if (context.bounded() && fetched.millisBehindLatest() == 0) {
      end(ShardEnd.WITHOUT_CHILDREN);
    } else {
      dueAt(pacing.succeeded(context.now(), fetched.records().size(), bytes));
    }
  }
}
