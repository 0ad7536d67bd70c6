package io.millrace.kinesis;

import io.millrace.kinesis.aggregation.Aggregates;
import io.millrace.local.kinesis.EmbeddedKinesis;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream of an embedded Kinesis, written through the SDK: key k has the numbers 0, 1, 2, … */
final class TestStream implements AutoCloseable {

  private static final int BATCH = 500;
  private static final int LARGEST_RECORD = 10 << 20;

  final String name;
  final String arn;
  private final EmbeddedKinesis server;
  private final KinesisAsyncClient client;
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  TestStream(EmbeddedKinesis server, String name, int shards) {
    this.server = server;
    this.name = name;
    this.client =
        KinesisAsyncClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
            .build();
    client.createStream(request -> request.streamName(name).shardCount(shards)).join();
    client.waiter().waitUntilStreamExists(request -> request.streamName(name)).join();
    this.arn =
        client
            .describeStreamSummary(request -> request.streamName(name))
            .join()
            .streamDescriptionSummary()
            .streamARN();
  }

  /** What a source needs to read it from the beginning. */
  Configuration config() {
    Configuration config = new Configuration();
    config.setString("aws.endpoint", server.endpoint().toString());
    config.setString("aws.credentials.provider", "BASIC");
    config.setString("aws.credentials.provider.basic.accesskeyid", "any");
    config.setString("aws.credentials.provider.basic.secretkey", "thing");
    config.setString("source.init.position", "TRIM_HORIZON");
    config.setString("source.shard.discovery.interval", "1 s");
    return config;
  }

  /** Writes {@code rounds} more numbers of each of {@code keys} keys. */
  void write(int keys, int rounds) {
    List<PutRecordsRequestEntry> batch = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int key = 0; key < keys; key++) {
        batch.add(entry("k" + key, next("k" + key).getBytes(StandardCharsets.UTF_8)));
        if (batch.size() == BATCH) {
          put(batch);
        }
      }
    }
    put(batch);
  }

  /** Writes {@code records} aggregates of {@code size} numbers of one key. */
  void writeAggregates(String key, int records, int size) {
    List<PutRecordsRequestEntry> batch = new ArrayList<>();
    for (int record = 0; record < records; record++) {
      List<Map.Entry<String, String>> packed = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        packed.add(Map.entry(key, next(key)));
      }
      batch.add(entry(key, Aggregates.of(packed)));
    }
    put(batch);
  }

  /** Writes so many numbers to each shard of a stream that has not been split. */
  void writeToEachShard(int shards, int records) {
    BigInteger width = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(shards));
    for (int shard = 0; shard < shards; shard++) {
      String hash = width.multiply(BigInteger.valueOf(shard)).toString();
      List<PutRecordsRequestEntry> batch = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        byte[] data = next("s" + shard).getBytes(StandardCharsets.UTF_8);
        batch.add(entry("s" + shard, data).toBuilder().explicitHashKey(hash).build());
        if (batch.size() == BATCH) {
          put(batch);
        }
      }
      put(batch);
    }
  }

  /** Lets records have 10 MiB. */
  void allowLargestRecords() {
    client
        .updateMaxRecordSize(
            request -> request.streamARN(arn).maxRecordSizeInKiB(LARGEST_RECORD >> 10))
        .join();
    awaitActive();
  }

  /** Writes numbers of a key that fills a record of 10 MiB. */
  void writeLargest(int records) {
    // Digits and colon of the number, and the partition key, count too.
    String key = "x".repeat(LARGEST_RECORD - 3);
    for (int i = 0; i < records; i++) {
      put(new ArrayList<>(List.of(entry("k", next(key).getBytes(StandardCharsets.UTF_8)))));
    }
  }

  /** How many numbers each key has. */
  Map<String, Integer> written() {
    return written;
  }

  int total() {
    return written.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<Shard> openShards() {
    return client.listShards(request -> request.streamName(name)).join().shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .toList();
  }

  void split(Shard shard) {
    BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
    BigInteger last = new BigInteger(shard.hashKeyRange().endingHashKey());
    client
        .splitShard(
            request ->
                request
                    .streamName(name)
                    .shardToSplit(shard.shardId())
                    .newStartingHashKey(first.add(last).shiftRight(1).toString()))
        .join();
    awaitActive();
  }

  /** Merges the two open shards with the lowest hashes. */
  void mergeFirstTwo() {
    List<Shard> byHash = new ArrayList<>(openShards());
    byHash.sort(
        Comparator.comparing(shard -> new BigInteger(shard.hashKeyRange().startingHashKey())));
    client
        .mergeShards(
            request ->
                request
                    .streamName(name)
                    .shardToMerge(byHash.get(0).shardId())
                    .adjacentShardToMerge(byHash.get(1).shardId()))
        .join();
    awaitActive();
  }

  void registerConsumer(String consumer) {
    client.registerStreamConsumer(r -> r.streamARN(arn).consumerName(consumer)).join();
  }

  private void awaitActive() {
    client.waiter().waitUntilStreamExists(request -> request.streamName(name)).join();
  }

  private String next(String key) {
    return key + ":" + (written.merge(key, 1, Integer::sum) - 1);
  }

  private static PutRecordsRequestEntry entry(String key, byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArray(data))
        .build();
  }

  private void put(List<PutRecordsRequestEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    PutRecordsResponse response =
        client.putRecords(request -> request.streamName(name).records(batch)).join();
    if (response.failedRecordCount() != 0) {
      throw new IllegalStateException("refused: " + response.failedRecordCount());
    }
    batch.clear();
  }

  @Override
  public void close() {
    client.close();
  }
}
