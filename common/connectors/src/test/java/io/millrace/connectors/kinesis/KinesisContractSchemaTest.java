package io.millrace.connectors.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ContractCompiler;
import io.millrace.decode.DecodeLimits;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.kinesis.KinesisRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

/** What the source hands over for a record of a shard, and for what is missing before it. */
class KinesisContractSchemaTest {

  private static final String SHARD = "shardId-000000000003";
  private static final long ARRIVAL = 1_795_348_800_000L; // 2026-11-22T12:00:00Z
  private static final String EVENT = "{\"id\":\"1\",\"at\":\"2026-11-22T12:00:00Z\"}";
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: test
      version: 1.0.0
      status: active
      schema:
        - name: events
          properties:
            - { name: id, logicalType: string, primaryKey: true, primaryKeyPosition: 1 }
            - { name: at, logicalType: timestamp }
          customProperties:
            - { property: eventTime, value: at }
      """;

  @Test
  void theGapComesBeforeTheRecordBehindIt() {
    List<Decoded> decoded =
        decode(new KinesisRecord(SHARD, "200", 7, "k", ARRIVAL, bytes(EVENT), "100"));

    assertThat(decoded).hasSize(2);
    assertThat(decoded.get(0))
        .isEqualTo(
            new MissingRecords(
                SHARD, new Position("100", 0), new Position("200", 7), new Position("200", 7)));
    assertThat(decoded.get(1)).isInstanceOf(Event.class);
    assertThat(decoded.get(1).source().position()).isEqualTo(new Position("200", 7));
  }

  @Test
  void theGapIsThereWhateverTheRecordIs() {
    List<Decoded> decoded =
        decode(new KinesisRecord(SHARD, "200", 0, "k", ARRIVAL, bytes("{"), "100"));

    assertThat(decoded).hasSize(2);
    assertThat(decoded.get(0)).isInstanceOf(MissingRecords.class);
    assertThat(decoded.get(1))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> assertThat(rejection.reason()).isEqualTo(RejectReason.BROKEN_JSON));
  }

  @Test
  void aRecordWithoutAGapIsOneResultOfItsShardWithItsKeyAndTime() {
    SourceRecord source = only(new KinesisRecord(SHARD, "200", 0, "käy", ARRIVAL, bytes(EVENT)));

    assertThat(source.split()).isEqualTo(SHARD);
    assertThat(source.recordTime()).isEqualTo(ARRIVAL);
    assertThat(source.key()).isEqualTo(bytes("käy"));
  }

  @Test
  void noTimeOfTheServiceIsNoTimeOfTheRecord() {
    assertThat(
            only(new KinesisRecord(SHARD, "200", 0, "k", KinesisRecord.NO_TIME, bytes(EVENT)))
                .recordTime())
        .isEqualTo(SourceRecord.NO_TIME);
  }

  private static SourceRecord only(KinesisRecord record) {
    List<Decoded> decoded = decode(record);
    assertThat(decoded).singleElement().isInstanceOf(Event.class);
    return decoded.get(0).source();
  }

  private static List<Decoded> decode(KinesisRecord record) {
    KinesisContractSchema schema =
        new KinesisContractSchema(
            ContractCompiler.compile("test.yaml", bytes(CONTRACT)), DecodeLimits.DEFAULTS, null);
    schema.open(null);
    List<Decoded> decoded = new ArrayList<>();
    schema.deserialize(record, "stream", SHARD, new ListCollector<>(decoded));
    return decoded;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
