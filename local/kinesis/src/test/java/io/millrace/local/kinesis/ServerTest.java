package io.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

class ServerTest {

  private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000001";

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong(MORNING.toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private EmbeddedKinesis server;
  private KinesisClient client;

  @BeforeEach
  void start() {
    server = EmbeddedKinesis.start(folder, 0, Limits.withoutRates(), clock);
    client = Clients.sync(server.endpoint());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void recordsComeBackAsTheyWerePutInBothDialectsAndOverHttp2() {
    create("orders", 1);
    byte[] odd = {0, -1, 13, 10, 127};
    now.addAndGet(1);
    client.putRecord(
        r -> r.streamName("orders").partitionKey("käse").data(SdkBytes.fromByteArray(odd)));
    try (KinesisClient json = Clients.json(server.endpoint());
        KinesisAsyncClient async = Clients.async(server.endpoint())) {
      json.putRecord(
          r -> r.streamName("orders").partitionKey("b").data(SdkBytes.fromUtf8String("two")));
      async
          .putRecord(
              r -> r.streamName("orders").partitionKey("c").data(SdkBytes.fromUtf8String("")))
          .join();

      List<Record> cbor =
          client.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).records();
      assertThat(cbor).extracting(Record::partitionKey).containsExactly("käse", "b", "c");
      assertThat(cbor.get(0).data().asByteArray()).isEqualTo(odd);
      assertThat(cbor)
          .allMatch(record -> record.approximateArrivalTimestamp().equals(MORNING.plusMillis(1)));
      assertThat(json.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).records())
          .isEqualTo(cbor);
      assertThat(async.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).join().records())
          .isEqualTo(cbor);
    }
  }

  @Test
  void sequenceNumbersGrowWithGapsAndPointIntoTheShard() {
    create("orders", 1);
    List<String> sequences = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      now.addAndGet(1000);
      sequences.add(put("orders", "k", "r" + i));
    }
    assertThat(sequences).allMatch(s -> s.matches("[1-9][0-9]{55}")).isSorted();
    assertThat(new BigInteger(sequences.get(1)).subtract(new BigInteger(sequences.get(0))))
        .isGreaterThan(BigInteger.ONE);

    assertThat(from(ShardIteratorType.AT_SEQUENCE_NUMBER, sequences.get(2), null))
        .containsExactly("r2", "r3", "r4");
    assertThat(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, sequences.get(2), null))
        .containsExactly("r3", "r4");
    assertThat(from(ShardIteratorType.AT_TIMESTAMP, null, MORNING.plusMillis(3001)))
        .containsExactly("r3", "r4");
    assertThat(from(ShardIteratorType.AT_TIMESTAMP, null, MORNING.plusSeconds(3)))
        .containsExactly("r2", "r3", "r4");
    assertThat(from(ShardIteratorType.AT_TIMESTAMP, null, MORNING.minusSeconds(3))).hasSize(5);
    assertThat(from(ShardIteratorType.TRIM_HORIZON, null, null)).hasSize(5);
    String latest = iterator(ShardIteratorType.LATEST, null, null);
    put("orders", "k", "r5");
    assertThat(data(client.getRecords(r -> r.shardIterator(latest)))).containsExactly("r5");
    assertThatThrownBy(
            () -> from(ShardIteratorType.AT_SEQUENCE_NUMBER, "49" + "0".repeat(54), null))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void keysGoWhereTheirHashSays() {
    create("orders", 4);
    List<Shard> shards = shards("orders");
    assertThat(shards).hasSize(4);
    for (int i = 0; i < 40; i++) {
      String key = "key-" + i;
      BigInteger hash = io.millrace.local.kinesis.store.HashRange.hashKey(key);
      assertThat(
              covers(
                  shards,
                  client
                      .putRecord(
                          r ->
                              r.streamName("orders")
                                  .partitionKey(key)
                                  .data(SdkBytes.fromUtf8String("x")))
                      .shardId(),
                  hash))
          .isTrue();
    }
    String last = new BigInteger("2").pow(128).subtract(BigInteger.ONE).toString();
    assertThat(
            client
                .putRecord(
                    r ->
                        r.streamName("orders")
                            .partitionKey("k")
                            .explicitHashKey(last)
                            .data(SdkBytes.fromUtf8String("x")))
                .shardId())
        .isEqualTo("shardId-000000000003");
  }

  @Test
  void pagesEndAtTheirLimitsAndSayHowFarBehindTheyAre() {
    create("orders", 1);
    IntStream.range(0, 10).forEach(i -> put("orders", "k", "record " + i));
    now.addAndGet(7_000);
    GetRecordsResponse first =
        client.getRecords(r -> r.shardIterator(horizon("orders", FIRST)).limit(4));
    assertThat(first.records()).hasSize(4);
    assertThat(first.millisBehindLatest()).isEqualTo(7_000);
    GetRecordsResponse rest = client.getRecords(r -> r.shardIterator(first.nextShardIterator()));
    assertThat(data(rest)).hasSize(6).last().isEqualTo("record 9");
    assertThat(rest.millisBehindLatest()).isZero();
    assertThat(rest.nextShardIterator()).isNotNull();

    new KinesisAdmin(server.endpoint()).limit(Limit.READ_CALL_BYTES, 30);
    assertThat(client.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).records())
        .hasSize(3);
    new KinesisAdmin(server.endpoint()).limit(Limit.READ_CALL_BYTES, 1);
    assertThat(client.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).records())
        .hasSize(1);
  }

  @Test
  void aSplitShardEndsWithItsChildrenAndAMergedOneLikewise() {
    create("orders", 2);
    put("orders", "k", "before");
    Shard parent = shards("orders").get(1);
    BigInteger middle = new BigInteger(parent.hashKeyRange().startingHashKey()).add(BigInteger.TEN);
    now.addAndGet(1000);
    client.splitShard(
        r -> r.streamName("orders").shardToSplit(SECOND).newStartingHashKey(middle.toString()));
    GetRecordsResponse end = client.getRecords(r -> r.shardIterator(horizon("orders", SECOND)));
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards())
        .extracting(ChildShard::shardId)
        .containsExactly("shardId-000000000002", "shardId-000000000003");
    assertThat(end.childShards()).allMatch(child -> child.parentShards().equals(List.of(SECOND)));
    assertThat(end.childShards().get(1).hashKeyRange().startingHashKey())
        .isEqualTo(middle.toString());

    now.addAndGet(1000);
    client.mergeShards(
        r ->
            r.streamName("orders")
                .shardToMerge(FIRST)
                .adjacentShardToMerge("shardId-000000000002"));
    GetRecordsResponse merged = client.getRecords(r -> r.shardIterator(horizon("orders", FIRST)));
    assertThat(merged.childShards())
        .singleElement()
        .satisfies(
            child -> {
              assertThat(child.shardId()).isEqualTo("shardId-000000000004");
              assertThat(child.parentShards()).containsExactly(FIRST, "shardId-000000000002");
            });
    Shard child = shards("orders").get(4);
    assertThat(child.parentShardId()).isEqualTo(FIRST);
    assertThat(child.adjacentParentShardId()).isEqualTo("shardId-000000000002");
    String childStart = child.sequenceNumberRange().startingSequenceNumber();
    assertThat(childStart)
        .isGreaterThan(shards("orders").get(0).sequenceNumberRange().endingSequenceNumber());
    assertThat(
            client
                .describeStreamSummary(r -> r.streamName("orders"))
                .streamDescriptionSummary()
                .openShardCount())
        .isEqualTo(2);
    assertThatThrownBy(
            () ->
                client.splitShard(
                    r -> r.streamName("orders").shardToSplit(FIRST).newStartingHashKey("5")))
        .isInstanceOf(InvalidArgumentException.class);

    assertThat(ids(ShardFilterType.AT_LATEST, null))
        .containsExactly("shardId-000000000003", "shardId-000000000004");
    assertThat(ids(ShardFilterType.AT_TRIM_HORIZON, null)).containsExactly(FIRST, SECOND);
    assertThat(ids(ShardFilterType.FROM_TRIM_HORIZON, null)).hasSize(5);
    assertThat(ids(ShardFilterType.AT_TIMESTAMP, MORNING.plusMillis(1500)))
        .containsExactly(FIRST, "shardId-000000000002", "shardId-000000000003");
    assertThat(ids(ShardFilterType.FROM_TIMESTAMP, MORNING.plusMillis(1500)))
        .containsExactly(
            FIRST, "shardId-000000000002", "shardId-000000000003", "shardId-000000000004");
    assertThat(
            client
                .listShards(
                    r ->
                        r.streamName("orders")
                            .shardFilter(
                                f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(SECOND)))
                .shards())
        .extracting(Shard::shardId)
        .containsExactly("shardId-000000000002", "shardId-000000000003", "shardId-000000000004");
  }

  @Test
  void shardListsHavePagesWhoseTokensExpire() {
    create("orders", 5);
    ListShardsResponse first = client.listShards(r -> r.streamARN(arn("orders")).maxResults(2));
    assertThat(first.shards()).hasSize(2);
    String token = first.nextToken();
    ListShardsResponse second = client.listShards(r -> r.nextToken(token).maxResults(10));
    assertThat(second.shards())
        .extracting(Shard::shardId)
        .first()
        .isEqualTo("shardId-000000000002");
    assertThat(second.shards()).hasSize(3);
    assertThat(second.nextToken()).isNull();
    assertThatThrownBy(() -> client.listShards(r -> r.nextToken(token).streamName("orders")))
        .isInstanceOf(InvalidArgumentException.class);
    now.addAndGet(300_001);
    assertThatThrownBy(() -> client.listShards(r -> r.nextToken(token)))
        .isInstanceOf(ExpiredNextTokenException.class);
  }

  @Test
  void iteratorsAndRecordsExpire() {
    create("orders", 1);
    put("orders", "k", "old");
    String iterator = horizon("orders", FIRST);
    now.addAndGet(300_001);
    assertThatThrownBy(() -> client.getRecords(r -> r.shardIterator(iterator)))
        .isInstanceOf(ExpiredIteratorException.class);
    put("orders", "k", "new");
    now.addAndGet(24L * 3_600_000 - 1000);
    assertThat(data(client.getRecords(r -> r.shardIterator(horizon("orders", FIRST)))))
        .containsExactly("new");
    assertThatThrownBy(() -> client.getRecords(r -> r.shardIterator("nonsense")))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void aClosedShardIsGoneWhenItsTimeHasCome() {
    create("orders", 2);
    client.mergeShards(
        r -> r.streamName("orders").shardToMerge(FIRST).adjacentShardToMerge(SECOND));
    now.addAndGet(24L * 3_600_000 + 1);
    assertThat(shards("orders")).extracting(Shard::shardId).containsExactly("shardId-000000000002");
    assertThat(ids(ShardFilterType.AT_TRIM_HORIZON, null)).containsExactly("shardId-000000000002");
    assertThatThrownBy(() -> horizon("orders", FIRST))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void scalingIsSplitsAndMergesToEvenRanges() {
    create("orders", 4);
    client.updateShardCount(
        r -> r.streamName("orders").targetShardCount(3).scalingType("UNIFORM_SCALING"));
    List<Shard> open =
        shards("orders").stream()
            .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
            .toList();
    assertThat(open).hasSize(3);
    assertThat(open.stream().map(s -> s.hashKeyRange().startingHashKey()))
        .contains("0", new BigInteger("2").pow(128).divide(BigInteger.valueOf(3)).toString());
    assertThatThrownBy(
            () ->
                client.updateShardCount(
                    r -> r.streamName("orders").targetShardCount(7).scalingType("UNIFORM_SCALING")))
        .isInstanceOf(software.amazon.awssdk.services.kinesis.model.LimitExceededException.class);
  }

  @Test
  void streamsAreMadeListedDescribedAndDeleted() {
    create("orders", 1);
    create("payments", 2);
    assertThatThrownBy(() -> create("orders", 1)).isInstanceOf(ResourceInUseException.class);
    assertThat(client.listStreams().streamNames()).containsExactly("orders", "payments");
    assertThat(client.listStreams(r -> r.limit(1)).hasMoreStreams()).isTrue();
    var description = client.describeStream(r -> r.streamARN(arn("payments"))).streamDescription();
    assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(description.streamCreationTimestamp()).isEqualTo(MORNING);
    assertThat(description.shards()).hasSize(2);
    assertThat(description.retentionPeriodHours()).isEqualTo(24);
    client.deleteStream(r -> r.streamName("orders"));
    assertThat(client.listStreams().streamNames()).containsExactly("payments");
    assertThatThrownBy(() -> put("orders", "k", "x")).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aRestartGoesOn() {
    create("orders", 2);
    client.registerStreamConsumer(r -> r.streamARN(arn("orders")).consumerName("fan"));
    put("orders", "k", "one");
    String shard = put(client, "orders", "k", "two");
    String iterator = horizon("orders", shard);
    client.mergeShards(
        r -> r.streamName("orders").shardToMerge(FIRST).adjacentShardToMerge(SECOND));
    List<Shard> before = shards("orders");
    stop();
    start();
    assertThat(shards("orders")).isEqualTo(before);
    assertThat(data(client.getRecords(r -> r.shardIterator(iterator))))
        .containsExactly("one", "two");
    assertThat(client.listStreamConsumers(r -> r.streamARN(arn("orders"))).consumers())
        .singleElement()
        .satisfies(c -> assertThat(c.consumerName()).isEqualTo("fan"));
    put("orders", "k", "three");
    assertThat(
            client
                .getRecords(r -> r.shardIterator(horizon("orders", "shardId-000000000002")))
                .records())
        .hasSize(1);
  }

  @Test
  void manyRecordsInOneCall() {
    create("orders", 2);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("k" + i)
                        .data(SdkBytes.fromUtf8String("v" + i))
                        .build())
            .toList();
    var answer = client.putRecords(r -> r.streamName("orders").records(entries));
    assertThat(answer.failedRecordCount()).isZero();
    assertThat(answer.records()).hasSize(500);
    int read =
        client.getRecords(r -> r.shardIterator(horizon("orders", FIRST))).records().size()
            + client.getRecords(r -> r.shardIterator(horizon("orders", SECOND))).records().size();
    assertThat(read).isEqualTo(500);
  }

  private void create(String stream, int shards) {
    client.createStream(r -> r.streamName(stream).shardCount(shards));
  }

  private String put(String stream, String key, String data) {
    return client
        .putRecord(r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)))
        .sequenceNumber();
  }

  private static String put(KinesisClient client, String stream, String key, String data) {
    return client
        .putRecord(r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)))
        .shardId();
  }

  private String horizon(String stream, String shard) {
    return client
        .getShardIterator(
            r ->
                r.streamName(stream)
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  private String iterator(ShardIteratorType type, String sequence, Instant time) {
    return client
        .getShardIterator(
            r ->
                r.streamName("orders")
                    .shardId(FIRST)
                    .shardIteratorType(type)
                    .startingSequenceNumber(sequence)
                    .timestamp(time))
        .shardIterator();
  }

  private List<String> from(ShardIteratorType type, String sequence, Instant time) {
    return data(client.getRecords(r -> r.shardIterator(iterator(type, sequence, time))));
  }

  private List<Shard> shards(String stream) {
    return client.listShards(r -> r.streamName(stream)).shards();
  }

  private List<String> ids(ShardFilterType type, Instant time) {
    return client
        .listShards(r -> r.streamName("orders").shardFilter(f -> f.type(type).timestamp(time)))
        .shards()
        .stream()
        .map(Shard::shardId)
        .toList();
  }

  private static List<String> data(GetRecordsResponse page) {
    return page.records().stream()
        .map(record -> record.data().asString(StandardCharsets.UTF_8))
        .toList();
  }

  private static String arn(String stream) {
    return "arn:aws:kinesis:eu-central-1:123456789012:stream/" + stream;
  }

  private static boolean covers(List<Shard> shards, String id, BigInteger hash) {
    return shards.stream()
        .filter(shard -> shard.shardId().equals(id))
        .anyMatch(
            shard ->
                new BigInteger(shard.hashKeyRange().startingHashKey()).compareTo(hash) <= 0
                    && new BigInteger(shard.hashKeyRange().endingHashKey()).compareTo(hash) >= 0);
  }
}
