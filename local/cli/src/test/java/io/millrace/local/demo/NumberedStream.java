package io.millrace.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream of the embedded Kinesis that is split and merged while it is written. Record i is number
 * i / keys of key i % keys; the partition key is the key.
 */
final class NumberedStream {

  static final String NAME = "ordered";

  private static final int BATCH = 500;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");

  private final URI endpoint;
  private final int keys;
  private final long perSecond;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long written;

  /**
   * @param perSecond the most records that are written in a second
   */
  NumberedStream(URI endpoint, int keys, long perSecond) {
    this.endpoint = endpoint;
    this.keys = keys;
    this.perSecond = perSecond;
  }

  /** Makes the stream; gives its ARN. */
  String create(int shards) {
    call("CreateStream", "{\"StreamName\":\"%s\",\"ShardCount\":%d}".formatted(NAME, shards));
    return call("DescribeStreamSummary", "{\"StreamName\":\"" + NAME + "\"}")
        .at("/StreamDescriptionSummary/StreamARN")
        .asText();
  }

  /** Writes until the stream has so many records. */
  void writeUpTo(long records) {
    long begin = System.nanoTime();
    long before = written;
    while (written < records) {
      long due = begin + (written - before) * Duration.ofSeconds(1).toNanos() / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      StringBuilder request = new StringBuilder(BATCH * 200);
      request.append("{\"StreamName\":\"").append(NAME).append("\",\"Records\":[");
      long end = Math.min(records, written + BATCH);
      for (long i = written; i < end; i++) {
        request
            .append(i == written ? "" : ",")
            .append("{\"PartitionKey\":\"k")
            .append(i % keys)
            .append("\",\"Data\":\"")
            .append(Base64.getEncoder().encodeToString(event(i).getBytes(UTF_8)))
            .append("\"}");
      }
      JsonNode answer = call("PutRecords", request.append("]}").toString());
      if (answer.path("FailedRecordCount").asInt() != 0) {
        throw new IllegalStateException("refused: " + answer);
      }
      written = end;
    }
  }

  /** All in one hour: a subtask's files are in one folder. */
  private String event(long i) {
    long key = i % keys;
    long number = i / keys;
    return "{\"id\":\"k%d-%d\",\"key\":\"k%d\",\"seq\":%d,\"at\":\"%s\"}"
        .formatted(key, number, key, number, FIRST.plusMillis(i));
  }

  /** Splits the open shard with the widest range of hashes. */
  void splitWidest() {
    Shard widest =
        openShards().stream()
            .max(Comparator.comparing(shard -> shard.last.subtract(shard.first)))
            .orElseThrow();
    call(
        "SplitShard",
        "{\"StreamName\":\"%s\",\"ShardToSplit\":\"%s\",\"NewStartingHashKey\":\"%s\"}"
            .formatted(NAME, widest.id, widest.first.add(widest.last).shiftRight(1)));
  }

  /** Merges the open shard with the lowest hashes with its neighbour. */
  void mergeLowest() {
    List<Shard> open = openShards();
    call(
        "MergeShards",
        "{\"StreamName\":\"%s\",\"ShardToMerge\":\"%s\",\"AdjacentShardToMerge\":\"%s\"}"
            .formatted(NAME, open.get(0).id, open.get(1).id));
  }

  private record Shard(String id, BigInteger first, BigInteger last) {}

  /** By their hashes. */
  private List<Shard> openShards() {
    List<Shard> open = new ArrayList<>();
    for (JsonNode shard : call("ListShards", "{\"StreamName\":\"" + NAME + "\"}").path("Shards")) {
      if (!shard.at("/SequenceNumberRange").hasNonNull("EndingSequenceNumber")) {
        open.add(
            new Shard(
                shard.path("ShardId").asText(),
                new BigInteger(shard.at("/HashKeyRange/StartingHashKey").asText()),
                new BigInteger(shard.at("/HashKeyRange/EndingHashKey").asText())));
      }
    }
    open.sort(Comparator.comparing(Shard::first));
    return open;
  }

  private JsonNode call(String operation, String body) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(endpoint)
                  .header("x-amz-target", "Kinesis_20131202." + operation)
                  .header("content-type", "application/x-amz-json-1.1")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(operation + ": " + new String(answer.body(), UTF_8));
      }
      return answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
