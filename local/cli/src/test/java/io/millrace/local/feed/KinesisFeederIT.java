package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.platform.Kinesis;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KinesisFeederIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private record Sent(long time, String key, String value) {}

  @Test
  void eachPartitionIsAShardWithItsRecordsInOrderAndAtTheirTimesAlsoAfterAKill() throws Exception {
    StorefrontGenerator feed =
        new StorefrontGenerator(3_000, 7, StorefrontGeneratorTest.storefront());
    List<List<Sent>> expected = new ArrayList<>();
    for (int i = 0; i < feed.partitions(); i++) {
      expected.add(new ArrayList<>());
    }
    feed.forEach(
        record ->
            expected
                .get(record.partition())
                .add(
                    new Sent(
                        record.recordTime(),
                        record.key() == null ? "-" : new String(record.key(), UTF_8),
                        record.value() == null ? "" : new String(record.value(), UTF_8))));
    Kinesis first = Kinesis.start(folder);
    try {
      KinesisFeeder feeder = new KinesisFeeder(first.endpoint(), "storefront");
      feeder.create(feed.partitions());
      feeder.send(feed);
      assertThat(feeder.sent()).isEqualTo(feed.records());
    } finally {
      first.process().kill();
    }
    try (Kinesis second = first.startAgain()) {
      assertThat(second.endpoint()).isEqualTo(first.endpoint());
      for (int shard = 0; shard < feed.partitions(); shard++) {
        assertThat(read(second, String.format("shardId-%012d", shard)))
            .isEqualTo(expected.get(shard));
      }
    }
  }

  private static List<Sent> read(Kinesis server, String shard) throws Exception {
    String iterator =
        call(
                server,
                "GetShardIterator",
                "{\"StreamName\":\"storefront\",\"ShardIteratorType\":\"TRIM_HORIZON\",\"ShardId\":\""
                    + shard
                    + "\"}")
            .get("ShardIterator")
            .asText();
    List<Sent> records = new ArrayList<>();
    JsonNode page;
    do {
      page = call(server, "GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
      iterator = page.get("NextShardIterator").asText();
      for (JsonNode record : page.get("Records")) {
        records.add(
            new Sent(
                Math.round(record.get("ApproximateArrivalTimestamp").asDouble() * 1000),
                record.get("PartitionKey").asText(),
                new String(record.get("Data").binaryValue(), UTF_8)));
      }
    } while (page.get("MillisBehindLatest").asLong() > 0);
    return records;
  }

  private static JsonNode call(Kinesis server, String operation, String body)
      throws IOException, InterruptedException {
    return JSON.readTree(
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.endpoint())
                    .header("x-amz-target", "Kinesis_20131202." + operation)
                    .header("content-type", "application/x-amz-json-1.1")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString())
            .body());
  }
}
