package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;
import static io.millrace.connectors.parquet.Contracts.group;
import static io.millrace.connectors.parquet.Contracts.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.Event;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HivePartitionerTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia"})
  void dateAndHourAreUtcInEveryZone(String zone) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      assertThat(folderAt("2026-11-22T23:59:59.999999Z"))
          .isEqualTo("event_date=2026-11-22/event_hour=23");
      assertThat(folderAt("2026-11-23T00:00:00Z")).isEqualTo("event_date=2026-11-23/event_hour=00");
      assertThat(folderAt("1969-12-31T23:59:59.999999Z"))
          .isEqualTo("event_date=1969-12-31/event_hour=23");
      assertThat(folderAt("2024-02-29T07:30:00Z")).isEqualTo("event_date=2024-02-29/event_hour=07");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static String folderAt(String time) {
    StreamContract contract = Contracts.contract("s");
    return new HivePartitioner(contract)
        .partition(Rows.event(contract, "id", Instant.parse(time), "s-0", 0, Map.of()));
  }

  @Test
  void oneHourIsOneString() {
    StreamContract contract = keyed(Contracts.TEXT);
    HivePartitioner partitioner = new HivePartitioner(contract);

    String first = partitioner.partition(keyedEvent(contract, NOON, "de"));
    partitioner.partition(keyedEvent(contract, NOON.plusSeconds(7200), "de"));
    String again = partitioner.partition(keyedEvent(contract, NOON.plusSeconds(60), "de"));

    assertThat(again).isSameAs(first);
  }

  @ParameterizedTest
  @CsvSource({
    "de, k=de",
    "'', k=__HIVE_DEFAULT_PARTITION__",
    "__HIVE_DEFAULT_PARTITION__, k=%5F_HIVE_DEFAULT_PARTITION__",
    "a/b, k=a%2Fb",
    "../../x, k=..%2F..%2Fx",
    "a=b, k=a%3Db",
    "50%, k=50%25",
    "' a b ', k=%20a%20b%20",
    "a+b, k=a%2Bb",
    "Zürich, k=Zürich",
    "'\u2028', k=%E2%80%A8",
    "'a:b*c?\"<>|\\', k=a%3Ab%2Ac%3F%22%3C%3E%7C%5C",
  })
  void noValueLeavesItsFolder(String value, String folder) {
    assertThat(keyFolder(Contracts.TEXT, value)).isEqualTo(folder);
  }

  @Test
  void controlCharactersAreEncoded() {
    assertThat(keyFolder(Contracts.TEXT, "\u0000\n\u007f\u0085")).isEqualTo("k=%00%0A%7F%C2%85");
  }

  @Test
  void longValuesAreCutAndStayApart() {
    String a = keyFolder(Contracts.TEXT, "ü/".repeat(500) + "a");
    String b = keyFolder(Contracts.TEXT, "ü/".repeat(500) + "b");

    assertThat(a).isNotEqualTo(b).startsWith("k=ü%2Fü%2F").matches("k=.*~[0-9a-f]{16}");
    assertThat(a.getBytes(UTF_8).length).isLessThan(190);
    assertThat(keyFolder(Contracts.TEXT, "x".repeat(180))).isEqualTo("k=" + "x".repeat(180));
  }

  /** As many keys as a contract may have, each with the longest name, in the longest folder. */
  @ParameterizedTest
  @CsvSource({"1, 63", "3, 15", "3, 63", "4, 63", "6, 63", "13, 8"})
  void aFilesWholeKeyFitsIntoS3(int keys, int nameLength) {
    List<Field> fields = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < keys; i++) {
      String name = "k".repeat(nameLength - 2) + (char) ('a' + i / 10) + (i % 10);
      fields.add(field(name, Contracts.TEXT));
      values.put(name, "é/".repeat(500) + i);
    }
    StreamContract contract =
        Contracts.contract(
            "s".repeat(54), fields, fields.stream().map(f -> FieldPath.of(f.name())).toList());
    String partition =
        new HivePartitioner(contract).partition(Rows.event(contract, "id", NOON, "s-0", 0, values));

    assertThat(partition.split("/", -1))
        .hasSize(2 + keys)
        .allMatch(folder -> folder.getBytes(UTF_8).length <= 255);
    String file = "part-" + UUID.randomUUID() + "-" + Integer.MAX_VALUE + ".parquet";
    String lake = "f".repeat(200);
    assertThat(String.join("/", lake, contract.name(), partition, file).getBytes(UTF_8))
        .hasSizeLessThanOrEqualTo(1024);
  }

  @Test
  void valuesOfEachType() {
    assertThat(keyFolder(Contracts.TEXT, null)).isEqualTo("k=__HIVE_DEFAULT_PARTITION__");
    assertThat(keyFolder(Contracts.INT, -7)).isEqualTo("k=-7");
    assertThat(keyFolder(Contracts.LONG, Long.MAX_VALUE)).isEqualTo("k=9223372036854775807");
    assertThat(keyFolder(Contracts.BOOL, true)).isEqualTo("k=true");
    assertThat(keyFolder(Contracts.DOUBLE, 0.5)).isEqualTo("k=0.5");
    assertThat(keyFolder(Contracts.DATE, LocalDate.of(2026, 1, 2))).isEqualTo("k=2026-01-02");
    assertThat(keyFolder(Contracts.TIMESTAMP, NOON)).isEqualTo("k=2026-11-22T12%3A00%3A00Z");
    assertThat(keyFolder(Contracts.decimal(10, 2), new BigDecimal("1.50"))).isEqualTo("k=1.50");
    assertThat(keyFolder(Contracts.decimal(30, 2), new BigDecimal("-1.50"))).isEqualTo("k=-1.50");
  }

  @Test
  void keysBehindOtherFieldsAndInsideGroups() throws Exception {
    List<Field> fields =
        List.of(
            field("n", Contracts.INT),
            field("flag", Contracts.BOOL),
            field("day", Contracts.DATE),
            field("price", Contracts.decimal(30, 2)),
            field("tags", list(group(field("a", Contracts.TEXT), field("b", Contracts.DOUBLE)))),
            field("device", group(field("os", Contracts.TEXT), field("kind", Contracts.TEXT))),
            Contracts.restricted("email", "email_hash"));
    StreamContract contract =
        Contracts.contract(
            "s", fields, List.of(FieldPath.of("device.kind"), FieldPath.of("email")));
    HivePartitioner partitioner =
        InstantiationUtil.clone(new HivePartitioner(contract), getClass().getClassLoader());
    Map<String, Object> values =
        Map.of(
            "n",
            1,
            "flag",
            true,
            "day",
            LocalDate.EPOCH,
            "price",
            new BigDecimal("1.25"),
            "tags",
            Rows.listOf(Map.of("a", "x", "b", 1.0), null, Map.of("b", 2.0)),
            "device",
            Map.of("os", "ios", "kind", "phone"),
            "email_hash",
            "00ff");

    assertThat(partitioner.partition(Rows.event(contract, "id", NOON, "s-0", 0, values)))
        .isEqualTo("event_date=2026-11-22/event_hour=12/device_kind=phone/email_hash=00ff");
    assertThat(partitioner.partition(Rows.event(contract, "id", NOON, "s-0", 0, Map.of())))
        .isEqualTo(
            "event_date=2026-11-22/event_hour=12/device_kind=__HIVE_DEFAULT_PARTITION__"
                + "/email_hash=__HIVE_DEFAULT_PARTITION__");
  }

  @Test
  void treesAndClashingNamesAreRefused() {
    assertThatThrownBy(() -> new HivePartitioner(keyed(list(Contracts.TEXT))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field k is not a single value");
    assertThatThrownBy(
            () ->
                new HivePartitioner(
                    Contracts.contract(
                        "s",
                        List.of(field("event_hour", Contracts.INT)),
                        List.of(FieldPath.of("event_hour")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two partition levels are named event_hour");
  }

  @Test
  void duckDbReadsKeysBack(@TempDir Path folder) throws Exception {
    StreamContract contract = keyed(Contracts.TEXT);
    HivePartitioner partitioner = new HivePartitioner(contract);
    List<String> keys =
        new ArrayList<>(List.of("a/b", "=%", "ü 1", "007", "../x", "x".repeat(300)));
    keys.add("");
    keys.add(null);
    for (String key : keys) {
      Event event = keyedEvent(contract, NOON, key);
      LocalFile.write(
          folder
              .resolve(partitioner.partition(event))
              .resolve("part-" + keys.indexOf(key) + ".parquet"),
          new ParquetFileFactory<>(new EventRecords(contract), WriterOptions.defaults()),
          List.of(event));
    }
    try (DuckDb duckDb = new DuckDb()) {
      String files = "'" + folder + "/**/*.parquet', hive_partitioning = ";
      assertThat(
              duckDb.rows(
                  "SELECT k, CAST(event_date AS VARCHAR), CAST(event_hour AS INT) FROM read_parquet("
                      + files
                      + "true) WHERE length(k) < 5"))
          .containsExactlyInAnyOrderElementsOf(
              keys.stream()
                  .filter(key -> key != null && !key.isEmpty() && key.length() < 5)
                  .map(key -> Rows.listOf(key, "2026-11-22", 12))
                  .toList());
      // What a folder's name cannot say is in the file.
      assertThat(duckDb.column("SELECT k FROM read_parquet(" + files + "false)"))
          .containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  private static String keyFolder(ValueType type, Object value) {
    StreamContract contract = keyed(type);
    String folder = new HivePartitioner(contract).partition(keyedEvent(contract, NOON, value));
    return folder.substring("event_date=2026-11-22/event_hour=12/".length());
  }

  private static StreamContract keyed(ValueType type) {
    return Contracts.contract("s", List.of(field("k", type)), List.of(FieldPath.of("k")));
  }

  private static Event keyedEvent(StreamContract contract, Instant time, Object key) {
    Map<String, Object> values = new HashMap<>();
    values.put("k", key);
    return Rows.event(contract, "id-" + key, time, "s-0", 0, values);
  }
}
