package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.client.StreamClient.ShardPage;
import io.millrace.kinesis.client.StreamClient.ShardQuery;
import io.millrace.kinesis.client.StreamClient.StreamFacts;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Lists a stream's shards, all pages. Blocks; by the coordinator's worker thread. */
final class ShardListing {

  /** How often a listing begins again because its token has expired. */
  private static final int MAX_EXPIRED_TOKENS = 3;

  private final StreamClient client;
  private final StartingPoint start;
  private final Clock clock;

  /**
   * @param clock for services that do not tell the time
   */
  ShardListing(StreamClient client, StartingPoint start, Clock clock) {
    this.client = client;
    this.start = start;
    this.clock = clock;
  }

  /**
   * All shards from the initial position on.
   *
   * @param initial where shards without parents begin
   */
  record Result(ReadFrom initial, List<ShardFacts> shards) {}

  /**
   * Lists.
   *
   * @param known the initial position if it has been resolved before
   * @throws CompletionException with the SDK's exception
   */
  Result list(@Nullable ReadFrom known) {
    ReadFrom initial = known == null ? resolve() : known;
    return new Result(initial, shards(initial));
  }

  private ReadFrom resolve() {
    StreamFacts stream = answer(client.describeStream());
    Instant now = stream.serverTime() == null ? clock.instant() : stream.serverTime();
    return start.resolve(now, stream.retention());
  }

  private List<ShardFacts> shards(ReadFrom initial) {
    ShardQuery everything = new ShardQuery.FromTrimHorizon();
    if (!(initial instanceof ReadFrom.AtTimestamp from)) {
      return pages(everything);
    }
    try {
      return pages(new ShardQuery.FromTimestamp(Instant.ofEpochMilli(from.millis())));
    } catch (CompletionException e) {
      if (Failure.of(e) != Failure.INVALID_ARGUMENT) {
        throw e;
      }
      // The time has left the stream's retention by now: all that is there came after it.
      return pages(everything);
    }
  }

  private List<ShardFacts> pages(ShardQuery first) {
    for (int expired = 0; ; expired++) {
      try {
        return pagesOnce(first);
      } catch (CompletionException e) {
        if (Failure.of(e) != Failure.EXPIRED_TOKEN || expired == MAX_EXPIRED_TOKENS) {
          throw e;
        }
      }
    }
  }

  private List<ShardFacts> pagesOnce(ShardQuery first) {
    List<ShardFacts> shards = new ArrayList<>();
    ShardPage page = answer(client.listShards(first));
    shards.addAll(page.shards());
    while (page.nextToken() != null) {
      page = answer(client.listShards(new ShardQuery.NextPage(page.nextToken())));
      shards.addAll(page.shards());
    }
    return shards;
  }

  private static <V> V answer(CompletableFuture<V> call) {
    return call.join();
  }
}
