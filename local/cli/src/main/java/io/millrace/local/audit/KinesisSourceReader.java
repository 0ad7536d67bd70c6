package io.millrace.local.audit;

import io.millrace.kinesis.aggregation.Aggregate;
import io.millrace.kinesis.aggregation.Aggregate.UserRecord;
import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.client.StreamClient.Fetched;
import io.millrace.kinesis.client.StreamClient.ShardPage;
import io.millrace.kinesis.client.StreamClient.ShardQuery;
import io.millrace.kinesis.client.StreamClientFactory;
import io.millrace.kinesis.split.HashRange;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads the shards of a Kinesis stream, each from its oldest record to its latest one. It shares
 * the shards' read limits with whoever else reads them. Not thread-safe.
 */
public final class KinesisSourceReader implements ShardReader {

  private static final int MOST_RECORDS = 10_000;

  /** The service's limit is five calls a second and shard. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final int MOST_FAILURES = 50;

  private final StreamClient client;
  private final Map<String, ShardFacts> shards = new LinkedHashMap<>();

  private KinesisSourceReader(StreamClient client) {
    this.client = client;
  }

  /**
   * Connects to the service.
   *
   * @param options of the client, by the keys of docs/kinesis.md: {@code aws.endpoint} …
   * @throws SourceException if there is no such stream, or it may not be read
   */
  public static KinesisSourceReader open(String streamArn, Configuration options) {
    KinesisSourceReader reader =
        new KinesisSourceReader(StreamClientFactory.sdk().open(streamArn, options));
    try {
      reader.listShards();
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public List<String> splits() {
    return List.copyOf(shards.keySet());
  }

  @Override
  public void read(String split, PositionConsumer consumer) {
    ShardFacts shard = shards.get(split);
    if (shard == null) {
      return;
    }
    ReadFrom place = ReadFrom.TRIM_HORIZON;
    String last = "";
    String iterator = iterator(split, place);
    while (iterator != null) {
      Fetched fetched = records(split, iterator, place);
      for (Record record : fetched.records()) {
        // An iterator that expired began again at the last record.
        if (!record.sequenceNumber().equals(last)) {
          last = record.sequenceNumber();
          consumer.accept(new BigInteger(last), seenByJobs(record, shard.hashRange()));
        }
      }
      place = last.isEmpty() ? place : new ReadFrom.After(last, Long.MAX_VALUE);
      boolean atTheEnd = fetched.records().isEmpty() && fetched.millisBehindLatest() == 0;
      iterator = atTheEnd ? null : fetched.nextIterator();
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void listShards() {
    ShardQuery query = new ShardQuery.FromTrimHorizon();
    while (query != null) {
      ShardQuery now = query;
      ShardPage page = call("the shards cannot be listed", () -> client.listShards(now));
      page.shards().forEach(shard -> shards.put(shard.shardId(), shard));
      query = page.nextToken() == null ? null : new ShardQuery.NextPage(page.nextToken());
    }
  }

  private String iterator(String shard, ReadFrom place) {
    return call(shard + " cannot be read", () -> client.shardIterator(shard, place));
  }

  private Fetched records(String shard, String iterator, ReadFrom place) {
    try {
      return call(shard + " cannot be read", () -> client.records(iterator, MOST_RECORDS));
    } catch (ExpiredException expired) {
      String fresh = iterator(shard, place);
      return call(shard + " cannot be read", () -> client.records(fresh, MOST_RECORDS));
    }
  }

  /** How many records a job makes of one: as the source unpacks aggregates. */
  private static long seenByJobs(Record record, HashRange range) {
    List<UserRecord> packed = Aggregate.split(record.data().asByteArrayUnsafe());
    if (packed == null) {
      return 1;
    }
    return packed.stream()
        .filter(
            user ->
                range.isAll()
                    || range.contains(
                        user.explicitHashKey() == null
                            ? HashRange.hashOf(user.partitionKey())
                            : user.explicitHashKey()))
        .count();
  }

  /** Calls until it is answered: limits and troubles of the network pass. */
  private static <T> T call(String what, Supplier<CompletableFuture<T>> request) {
    for (int failures = 0; ; failures++) {
      try {
        return request.get().join();
      } catch (CompletionException e) {
        Failure failure = Failure.of(e);
        if (failure == Failure.EXPIRED_ITERATOR) {
          throw new ExpiredException(e);
        }
        boolean passes = failure == Failure.THROTTLED || failure == Failure.TRANSIENT;
        if (!passes || failures == MOST_FAILURES) {
          Throwable cause = Failure.unwrap(e);
          throw new SourceException(what + ": " + cause.getMessage(), cause);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("interrupted", e);
    }
  }

  /** The iterator is older than five minutes. */
  private static final class ExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpiredException(Throwable cause) {
      super(cause);
    }
  }
}
