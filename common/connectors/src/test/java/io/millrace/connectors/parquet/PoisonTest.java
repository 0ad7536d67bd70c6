package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.ValueType;
import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of poison in each field: it becomes a dead letter or an event that the lake's files
 * can hold, and the good event behind it is untouched.
 */
class PoisonTest {

  private static final long RECORD_TIME = 1_763_816_400_000L; // 2025-11-22T13:00:00Z

  private static final List<Field> FIELDS =
      List.of(
          field("id", Contracts.TEXT),
          field("at", epoch(TimeFormat.Kind.EPOCH_MILLIS)),
          field("text", Contracts.TEXT),
          field("whole", Contracts.LONG),
          field("small", Contracts.INT),
          field("number", Contracts.DOUBLE),
          field("money", Contracts.decimal(18, 2)),
          field("flag", Contracts.BOOL),
          field("day", Contracts.DATE),
          field("time", Contracts.TIME),
          field("stamp", Contracts.TIMESTAMP),
          field("seconds", epoch(TimeFormat.Kind.EPOCH_SECONDS)),
          field("micros", epoch(TimeFormat.Kind.EPOCH_MICROS)),
          field("anything", Contracts.JSON),
          field("device", Contracts.group(field("kind", Contracts.TEXT))),
          field("items", Contracts.list(Contracts.LONG)));

  private static final List<String> POISON =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "0.1",
          "1e308",
          "1e309",
          "-1e309",
          "1e-400",
          "1e999999999",
          "1e-999999999",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "9".repeat(90),
          "9".repeat(5000),
          "253402300800",
          "-62135596801",
          "253402300800000",
          "1763816400000000",
          "99999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"\\u202e../../x\"",
          "\"';DROP TABLE x;--\"",
          "\"2026-13-45\"",
          "\"0000-01-01\"",
          "\"9999-12-31T23:59:59.999999Z\"",
          "\"+10000-01-01T00:00:00Z\"",
          "\"1970-01-01T00:00:00Z\"",
          "\"24:00:00\"",
          "\"NaN\"",
          "\"Infinity\"",
          "[]",
          "[[]]",
          "[null,1]",
          "{}",
          "{\"kind\":[{}]}",
          "{\"\":{\"\":{}}}",
          "[1,{\"a\":1}]",
          "\"" + "x".repeat(70_000) + "\"");

  private final StreamContract contract =
      Contracts.contract("poison", FIELDS, List.of(FieldPath.of("text")));

  @Test
  void ofEachKindInEachField(@TempDir Path folder) throws IOException {
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    HivePartitioner partitioner = new HivePartitioner(contract);
    byte[] good = json("", "").getBytes(UTF_8);
    Event expected = (Event) decoder.decode(record(good));
    List<Event> events = new ArrayList<>();
    int rejected = 0;
    for (Field field : FIELDS) {
      for (String poison : POISON) {
        Decoded decoded = decoder.decode(record(json(field.name(), poison).getBytes(UTF_8)));
        if (decoded instanceof Event event) {
          assertThat(partitioner.partition(event)).doesNotContain("/../", "\0").contains("/text=");
          events.add(event);
        } else if (decoded instanceof Rejection rejection) {
          assertThat(rejection.message()).doesNotContain("the decoder failed");
          rejected++;
        }
        Event behind = (Event) decoder.decode(record(good));
        assertThat(behind.row()).as("the good event behind %s", poison).isEqualTo(expected.row());
      }
    }
    assertThat(events).hasSizeGreaterThan(150);
    assertThat(rejected).isGreaterThan(300);
    LocalFile.write(
        folder.resolve("poison.parquet"),
        new ParquetFileFactory<>(new EventRecords(contract), WriterOptions.defaults()),
        events);
  }

  @Test
  void aRecordOfTenMegabytes() {
    RecordDecoder decoder =
        new RecordDecoder(contract, new DecodeLimits(10 << 20, 64, 100, 10 << 20), null);
    int filling = (10 << 20) - json("text", "\"\"").length();

    Decoded largest = decoder.decode(record(json("text", text(filling)).getBytes(UTF_8)));
    Decoded larger = decoder.decode(record(json("text", text(filling + 1)).getBytes(UTF_8)));

    assertThat(largest).isInstanceOf(Event.class);
    assertThat(new HivePartitioner(contract).partition((Event) largest)).hasSizeLessThan(300);
    assertThat(((Rejection) larger).reason()).isEqualTo(RejectReason.RECORD_TOO_LARGE);
  }

  @Test
  void aHundredThousandLevels() {
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    for (String field : List.of("anything", "device", "items", "text", "unknown")) {
      for (String deep :
          List.of(
              "[".repeat(100_000) + "]".repeat(100_000),
              "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))) {
        Decoded decoded = decoder.decode(record(json(field, deep).getBytes(UTF_8)));
        assertThat(((Rejection) decoded).reason())
            .isIn(RejectReason.TOO_DEEP, RejectReason.WRONG_TYPE);
      }
    }
  }

  @Test
  void gzipWholeAndTruncated() throws IOException {
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(json("", "").getBytes(UTF_8));
    }
    for (int length = 1; length <= packed.size(); length++) {
      byte[] cut = Arrays.copyOf(packed.toByteArray(), length);
      Decoded decoded = decoder.decode(record(cut));
      assertThat(((Rejection) decoded).source().value()).isSameAs(cut);
    }
  }

  /** A producer sets a record's time: in nanoseconds by mistake, or to anything at all. */
  @Test
  void anyTimeOfTheRecord(@TempDir Path folder) throws IOException {
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    List<Event> events = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    for (long time :
        new long[] {
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          RECORD_TIME * 1_000_000,
          RECORD_TIME * 1_000,
          253_402_300_800_000L,
          253_402_300_799_999L,
          -62_135_596_800_001L,
          -62_135_596_800_000L,
          -1,
          0
        }) {
      for (String value : List.of(json("at", "0"), "broken")) {
        Decoded decoded =
            decoder.decode(
                new SourceRecord(
                    "s-0", Position.ofOffset(1), time, null, value.getBytes(UTF_8), List.of()));
        if (decoded instanceof Event event) {
          events.add(event);
        } else {
          rejections.add((Rejection) decoded);
        }
      }
    }
    assertThat(events).hasSizeGreaterThanOrEqualTo(8);
    assertThat(rejections).hasSizeGreaterThanOrEqualTo(10);
    LocalFile.write(
        folder.resolve("events.parquet"),
        new ParquetFileFactory<>(new EventRecords(contract), WriterOptions.defaults()),
        events);
    LocalFile.write(
        folder.resolve("rejections.parquet"),
        new ParquetFileFactory<>(
            new RejectionRecords(contract, "job", "1", null, PositionColumn.NUMBER),
            WriterOptions.defaults()),
        rejections);
    assertThat(rejections)
        .extracting(DeadLetterSink::partition)
        .allMatch(
            name ->
                name.matches(
                    "ingest_date=([0-9]{4}-[0-9]{2}-[0-9]{2}|__HIVE_DEFAULT_PARTITION__)"));
  }

  /** One clock in 10,000 that is wrong: the others' events are all there, and none is late. */
  @Test
  void wrongClocksDropNoGoodEvent() {
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    String[] wrong = {"4102444800000", "0", RECORD_TIME + "000", "-62135596800000"};
    int good = 0;
    List<RejectReason> reasons = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      String at = i % 10_000 == 5_000 ? wrong[i / 10_000] : Long.toString(RECORD_TIME);
      Decoded decoded = decoder.decode(record(json("at", at).getBytes(UTF_8)));
      if (decoded instanceof Rejection rejection) {
        reasons.add(rejection.reason());
      } else {
        good++;
      }
    }
    // 2100 and microseconds taken for milliseconds; 1970 and the year 1 are merely late.
    assertThat(reasons).containsExactly(RejectReason.FUTURE_EVENT_TIME, RejectReason.WRONG_TYPE);
    assertThat(good).isEqualTo(39_998);
  }

  private static ValueType epoch(TimeFormat.Kind kind) {
    return new ValueType.Timestamp(new TimeFormat(kind, null, "UTC"), ValueType.TimeRules.NONE);
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  /** A good event but for one member. */
  private static String json(String name, String value) {
    StringBuilder json = new StringBuilder("{");
    json.append(name.equals("id") ? "" : "\"id\":\"1\",");
    json.append(name.equals("at") ? "" : "\"at\":" + RECORD_TIME + ",");
    return json.append(name.isEmpty() ? "\"flag\":true" : "\"" + name + "\":" + value)
        .append('}')
        .toString();
  }

  private static SourceRecord record(byte[] value) {
    return new SourceRecord("poison-0", Position.ofOffset(0), RECORD_TIME, null, value, List.of());
  }
}
