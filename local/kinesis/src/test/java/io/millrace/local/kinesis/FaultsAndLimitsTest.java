package io.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class FaultsAndLimitsTest {

  private static final String FIRST = "shardId-000000000000";
  private static final String SECOND = "shardId-000000000001";
  private static final String TO_FIRST = "0";
  private static final String TO_SECOND = "340282366920938463463374607431768211455";

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong(1_764_000_000_000L);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private EmbeddedKinesis server;
  private KinesisClient client;
  private KinesisAdmin admin;

  @BeforeEach
  void start() {
    server = EmbeddedKinesis.start(folder, 0, Limits.ofService(), clock);
    client = Clients.sync(server.endpoint());
    admin = new KinesisAdmin(server.endpoint());
    client.createStream(r -> r.streamName("orders").shardCount(2));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void fiveReadsASecondAndShard() {
    String iterator = iterator(FIRST);
    for (int i = 0; i < 5; i++) {
      get(iterator);
    }
    assertThatThrownBy(() -> get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    get(iterator(SECOND));
    now.addAndGet(200);
    get(iterator);
    assertThatThrownBy(() -> get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    admin.limit(Limit.READS_PER_SECOND, 0);
    get(iterator);
    assertThat(admin.calls("GetRecords", "orders", FIRST)).isEqualTo(9);
  }

  @Test
  void twoMegabytesASecondAreReadFromAShard() {
    admin.limit(Limit.WRITE_BYTES_PER_SECOND, 0);
    for (int i = 0; i < 11; i++) {
      put(TO_FIRST, 1_000_000);
    }
    String iterator = iterator(FIRST);
    assertThat(get(iterator)).isEqualTo(10);
    now.addAndGet(4_500);
    assertThatThrownBy(() -> get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    now.addAndGet(500);
    assertThat(get(iterator)).isEqualTo(10);
  }

  @Test
  void aMegabyteAndAThousandRecordsASecondAreWrittenToAShard() {
    put(TO_FIRST, 1_000_000);
    assertThatThrownBy(() -> put(TO_FIRST, 100_000))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    put(TO_SECOND, 100);
    now.addAndGet(1_000);
    List<PutRecordsRequestEntry> half = Collections.nCopies(500, entry(TO_FIRST));
    assertThat(client.putRecords(r -> r.streamName("orders").records(half)).failedRecordCount())
        .isZero();
    assertThat(client.putRecords(r -> r.streamName("orders").records(half)).failedRecordCount())
        .isZero();
    PutRecordsResponse third = client.putRecords(r -> r.streamName("orders").records(half));
    assertThat(third.failedRecordCount()).isEqualTo(500);
    assertThat(third.records().get(0).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
  }

  @Test
  void aRecordIsOfAMegabyteUnlessTheStreamTakesMore() {
    assertThatThrownBy(() -> put(TO_FIRST, (1 << 20) + 1)).isInstanceOf(KinesisException.class);
    client.createStream(r -> r.streamName("large").shardCount(1).maxRecordSizeInKiB(10_240));
    client.putRecord(
        r ->
            r.streamName("large")
                .partitionKey("k")
                .data(SdkBytes.fromByteArray(new byte[(10 << 20) - 1])));
    String iterator =
        client
            .getShardIterator(
                r ->
                    r.streamName("large")
                        .shardId(FIRST)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    assertThat(get(iterator)).isEqualTo(1);
  }

  @Test
  void faultsMeetTheCallsTheyAreOrderedFor() {
    admin.order(Fault.of(Trouble.THROTTLE).onOperation("GetRecords").onShard(FIRST).times(2));
    String iterator = iterator(FIRST);
    get(iterator(SECOND));
    assertThatThrownBy(() -> get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThatThrownBy(() -> get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThatCode(() -> get(iterator)).doesNotThrowAnyException();

    admin.order(Fault.of(Trouble.EXPIRED_ITERATOR).onOperation("GetRecords").times(1));
    assertThatThrownBy(() -> get(iterator)).isInstanceOf(ExpiredIteratorException.class);
    admin.order(Fault.of(Trouble.LIMIT_EXCEEDED).onOperation("ListShards").times(1));
    assertThatThrownBy(this::shards).isInstanceOf(LimitExceededException.class);
    admin.order(Fault.of(Trouble.NOT_FOUND).times(1));
    assertThatThrownBy(this::shards).isInstanceOf(ResourceNotFoundException.class);
    admin.order(Fault.of(Trouble.INTERNAL_FAILURE).times(1));
    assertThatThrownBy(this::shards)
        .isInstanceOfSatisfying(
            KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    admin.order(Fault.of(Trouble.UNAVAILABLE).times(1));
    assertThatThrownBy(this::shards)
        .isInstanceOfSatisfying(
            KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    admin.order(Fault.of(Trouble.CUT).onOperation("PutRecord").times(1));
    assertThatThrownBy(() -> put(TO_FIRST, 1)).isInstanceOf(SdkClientException.class);
    long id = admin.order(Fault.of(Trouble.ACCESS_DENIED));
    assertThatThrownBy(this::shards).isInstanceOf(KinesisException.class);
    admin.clear(id);
    assertThat(shards()).hasSize(2);
    long begin = System.nanoTime();
    admin.order(Fault.delay(Duration.ofMillis(300)).times(1));
    shards();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aLostAnswerHasDoneItsWork() {
    admin.order(Fault.of(Trouble.CUT_AFTER).onOperation("PutRecord").times(1));
    assertThatThrownBy(() -> put(TO_FIRST, 1)).isInstanceOf(SdkClientException.class);
    assertThat(get(iterator(FIRST))).isEqualTo(1);
  }

  @Test
  void aPartOfManyRecordsFails() {
    admin.order(Fault.of(Trouble.THROTTLE).onOperation("PutRecords").onShard(SECOND));
    PutRecordsResponse answer =
        client.putRecords(r -> r.streamName("orders").records(entry(TO_FIRST), entry(TO_SECOND)));
    assertThat(answer.failedRecordCount()).isEqualTo(1);
    assertThat(answer.records().get(1).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
    admin.clearFaults();
    assertThat(
            client
                .putRecords(r -> r.streamName("orders").records(entry(TO_SECOND)))
                .failedRecordCount())
        .isZero();
  }

  @Test
  void pagesMayBeEmptyThoughThereIsMore() {
    put(TO_FIRST, 1);
    admin.order(Fault.of(Trouble.EMPTY_PAGE).onOperation("GetRecords").times(1));
    var page = client.getRecords(r -> r.shardIterator(iterator(FIRST)));
    assertThat(page.records()).isEmpty();
    assertThat(page.millisBehindLatest()).isPositive();
    assertThat(get(page.nextShardIterator())).isEqualTo(1);
  }

  @Test
  void shardsAreLostForAWhileOrForGood() {
    String iterator = iterator(FIRST);
    admin.order(Fault.of(Trouble.LOST_SHARD).onShard(FIRST));
    assertThat(shards()).extracting(Shard::shardId).containsExactly(SECOND);
    assertThatThrownBy(() -> get(iterator)).isInstanceOf(ResourceNotFoundException.class);
    admin.clearFaults();
    assertThat(shards()).hasSize(2);

    put(TO_FIRST, 1);
    put(TO_FIRST, 2);
    admin.expireRecords("orders", FIRST, 1);
    assertThat(get(iterator(FIRST))).isEqualTo(1);
    assertThatThrownBy(() -> admin.expireShard("orders", FIRST))
        .isInstanceOf(IllegalArgumentException.class);
    client.mergeShards(
        r -> r.streamName("orders").shardToMerge(FIRST).adjacentShardToMerge(SECOND));
    admin.expireShard("orders", FIRST);
    assertThat(shards()).extracting(Shard::shardId).containsExactly(SECOND, "shardId-000000000002");
  }

  private void put(String hashKey, int bytes) {
    client.putRecord(
        r ->
            r.streamName("orders")
                .partitionKey("k")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromByteArray(new byte[bytes])));
  }

  private static PutRecordsRequestEntry entry(String hashKey) {
    return PutRecordsRequestEntry.builder()
        .partitionKey("k")
        .explicitHashKey(hashKey)
        .data(SdkBytes.fromUtf8String("x"))
        .build();
  }

  private String iterator(String shard) {
    return client
        .getShardIterator(
            r ->
                r.streamName("orders")
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  private int get(String iterator) {
    return client.getRecords(r -> r.shardIterator(iterator)).records().size();
  }

  private List<Shard> shards() {
    return client.listShards(r -> r.streamName("orders")).shards();
  }
}
