package io.millrace.kinesis.reader;

import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.client.StreamClient.ShardPage;
import io.millrace.kinesis.client.StreamClient.ShardQuery;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether a shard that the service calls unknown has expired, or the service is in trouble. A shard
 * has expired when several listings in a row show other shards, and not this one.
 */
final class ExpiryCheck {

  /** With the back-off between them more than seven seconds. */
  private static final int CONFIRMATIONS = 8;

  /** Listings in a row that say that there is no such stream: about a minute of them. */
  private static final int MISSING_STREAM = 20;

  private final StreamClient client;
  private final String shardId;
  private int absences;
  private int missingStream;

  ExpiryCheck(StreamClient client, String shardId) {
    this.client = client;
    this.shardId = shardId;
  }

  enum Verdict {
    PRESENT,
    UNSURE,
    EXPIRED
  }

  /** Lists the stream's shards once. */
  CompletableFuture<Verdict> begin() {
    return search(new ShardQuery.FromTrimHorizon(), false).thenApply(this::verdict);
  }

  /** A listing failed. Throws when it is time to give up. */
  void listingFailed(Throwable failure) throws IOException {
    Throwable cause = Failure.unwrap(failure);
    switch (Failure.of(cause)) {
      case FATAL -> throw new IOException("shards cannot be listed: " + cause.getMessage(), cause);
      case NOT_FOUND -> {
        missingStream++;
        if (missingStream >= MISSING_STREAM) {
          throw new IOException("there is no such stream: " + cause.getMessage(), cause);
        }
      }
      default -> {}
    }
  }

  /** The shard could be read. */
  void reset() {
    absences = 0;
    missingStream = 0;
  }

  private Verdict verdict(@Nullable Boolean present) {
    missingStream = 0;
    if (present == null) {
      return Verdict.UNSURE;
    }
    absences = present ? 0 : absences + 1;
    return present ? Verdict.PRESENT : absences < CONFIRMATIONS ? Verdict.UNSURE : Verdict.EXPIRED;
  }

  /** Null when the listing has no shard at all. */
  private CompletableFuture<@Nullable Boolean> search(ShardQuery query, boolean others) {
    return client
        .listShards(query)
        .thenCompose(
            page -> {
              if (page.shards().stream().anyMatch(shard -> shard.shardId().equals(shardId))) {
                return CompletableFuture.completedFuture(true);
              }
              return next(page, others || !page.shards().isEmpty());
            });
  }

  private CompletableFuture<@Nullable Boolean> next(ShardPage page, boolean others) {
    if (page.nextToken() != null) {
      return search(new ShardQuery.NextPage(page.nextToken()), others);
    }
    return CompletableFuture.completedFuture(others ? Boolean.FALSE : null);
  }
}
