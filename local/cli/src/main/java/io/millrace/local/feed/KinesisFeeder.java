package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends a feed to a stream of the embedded Kinesis, each record once, to its shard, with its own
 * timestamp: the embedded server takes one, the service does not. A partition of the feed is a
 * shard of the stream. A stream has neither headers nor records without a value: headers are left
 * out, and such a record is sent without bytes.
 */
public final class KinesisFeeder implements Feeder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_RECORD_KIB = 10_240;
  private static final int LONGEST_KEY = 256;
  private static final String NO_KEY = "-";

  private final URI endpoint;
  private final String stream;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final LongAdder sent = new LongAdder();

  public KinesisFeeder(URI endpoint, String stream) {
    this.endpoint = endpoint;
    this.stream = stream;
  }

  @Override
  public void create(int partitions) throws IOException, InterruptedException {
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("StreamName", stream)
            .put("ShardCount", partitions)
            .put("MaxRecordSizeInKiB", MOST_RECORD_KIB);
    call("CreateStream", request);
  }

  /** In the feed's order. */
  @Override
  public void send(Feed feed) {
    Batch batch = new Batch(feed.partitions());
    feed.forEach(
        record -> {
          if (!batch.takes(record)) {
            put(batch);
          }
          batch.add(record);
        });
    put(batch);
  }

  /** How many records the stream has so far. */
  @Override
  public long sent() {
    return sent.sum();
  }

  private static final class Batch {
    private final int partitions;
    private ArrayNode records = JsonNodeFactory.instance.arrayNode();
    private long bytes;

    Batch(int partitions) {
      this.partitions = partitions;
    }

    boolean takes(FeedRecord record) {
      return records.isEmpty()
          || (records.size() < MOST_RECORDS && bytes + size(record) <= MOST_BYTES);
    }

    void add(FeedRecord record) {
      byte[] value = record.value();
      records
          .addObject()
          .put("PartitionKey", partitionKey(record.key()))
          .put("ExplicitHashKey", hashKey(record.partition()))
          .put("Data", value == null ? new byte[0] : value)
          .put("ApproximateArrivalTimestamp", record.recordTime() / 1000.0);
      bytes += size(record);
    }

    ArrayNode take() {
      ArrayNode taken = records;
      records = JsonNodeFactory.instance.arrayNode();
      bytes = 0;
      return taken;
    }

    /** The first hash key of the shard that a partition is. */
    private String hashKey(int partition) {
      return BigInteger.TWO
          .pow(128)
          .divide(BigInteger.valueOf(partitions))
          .multiply(BigInteger.valueOf(partition))
          .toString();
    }

    private static String partitionKey(byte @Nullable [] key) {
      String text = key == null ? NO_KEY : new String(key, UTF_8);
      return text.isEmpty() || text.length() > LONGEST_KEY ? NO_KEY : text;
    }

    private static long size(FeedRecord record) {
      byte[] value = record.value();
      return value == null ? 0 : value.length;
    }
  }

  private void put(Batch batch) {
    ArrayNode records = batch.take();
    if (records.isEmpty()) {
      return;
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("StreamName", stream);
    request.set("Records", records);
    try {
      int failed = call("PutRecords", request).path("FailedRecordCount").asInt();
      if (failed > 0) {
        throw new FeedException("the stream refused " + failed + " records", null);
      }
    } catch (IOException failure) {
      throw new FeedException("the stream refused records: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FeedException("interrupted", interrupted);
    }
    sent.add(records.size());
  }

  private JsonNode call(String operation, ObjectNode request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(endpoint)
                .header("x-amz-target", "Kinesis_20131202." + operation)
                .header("content-type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
                .build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(operation + " failed: " + new String(answer.body(), UTF_8));
    }
    return answer.body().length == 0
        ? JsonNodeFactory.instance.objectNode()
        : JSON.readTree(answer.body());
  }
}
