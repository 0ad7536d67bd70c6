package io.millrace.kinesis.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.Shards;
import io.millrace.kinesis.aggregation.Aggregates;
import io.millrace.kinesis.split.HashRange;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class ShardRecordsTest {

  private static final byte[] THREE =
      Aggregates.of(List.of(Map.entry("a", "0"), Map.entry("b", "1"), Map.entry("a", "2")));

  @Test
  void goesOnInsideAnAggregate() {
    ShardRecords records = startingAt(new ReadFrom.After("10", 0));

    assertThat(places(records.take(List.of(record("10", THREE), record("11", plain())))))
        .containsExactly("10:1", "10:2", "11:0");
  }

  @Test
  void goesOnBehindAPlainRecord() {
    ShardRecords records = startingAt(new ReadFrom.After("10", 0));

    assertThat(places(records.take(List.of(record("10", plain()), record("11", plain())))))
        .containsExactly("11:0");
  }

  @Test
  void takesNothingTwiceWhenTheIteratorIsTakenAnew() {
    ShardRecords records = startingAt(ReadFrom.TRIM_HORIZON);
    records.take(List.of(record("9", plain()), record("10", THREE)));

    assertThat(records.place()).isEqualTo(new ReadFrom.After("10", Long.MAX_VALUE));
    assertThat(places(records.take(List.of(record("10", THREE), record("100", plain())))))
        .containsExactly("100:0");
  }

  @Test
  void countsNothingAsLostWhereItBegins() {
    assertThat(places(startingAt(ReadFrom.TRIM_HORIZON).take(List.of(record("7", plain())))))
        .containsExactly("7:0");
  }

  @Test
  void takesAllThatIsLeftBehindAGap() {
    ShardRecords records = startingAt(new ReadFrom.After("10", 5));

    List<KinesisRecord> taken = records.take(List.of(record("20", THREE)));

    assertThat(places(taken)).containsExactly("20:0", "20:1", "20:2");
    assertThat(taken).extracting(KinesisRecord::lostAfter).containsExactly("10", null, null);
  }

  @Test
  void failsAtAGapIfItIsToldTo() {
    ShardRecords records =
        new ShardRecords(Shards.split("s", new ReadFrom.After("10", 5)), metrics(), true);

    assertThatThrownBy(() -> records.take(List.of(record("20", plain()))))
        .hasMessageContaining("no longer has record 10")
        .hasMessageContaining("source.on-gap=continue");
  }

  @Test
  void leavesOutWhatAnotherShardHas() {
    BigInteger ofA = HashRange.hashOf("a");
    ShardFacts shard = new ShardFacts("s", List.of(), new HashRange(ofA, ofA));
    ShardRecords records =
        new ShardRecords(KinesisShardSplit.of(shard, ReadFrom.TRIM_HORIZON), metrics(), false);

    assertThat(places(records.take(List.of(record("10", THREE))))).containsExactly("10:0", "10:2");
  }

  private static ShardRecords startingAt(ReadFrom place) {
    return new ShardRecords(Shards.split("s", place), metrics(), false);
  }

  private static ShardMetrics metrics() {
    return new ShardMetrics(new UnregisteredMetricsGroup(), "stream", "s");
  }

  private static List<String> places(List<KinesisRecord> records) {
    return records.stream()
        .map(record -> record.sequenceNumber() + ":" + record.subSequenceNumber())
        .toList();
  }

  private static byte[] plain() {
    return "plain".getBytes(StandardCharsets.UTF_8);
  }

  private static Record record(String sequence, byte[] data) {
    return Record.builder()
        .sequenceNumber(sequence)
        .partitionKey("k")
        .approximateArrivalTimestamp(Instant.EPOCH)
        .data(SdkBytes.fromByteArray(data))
        .build();
  }
}
