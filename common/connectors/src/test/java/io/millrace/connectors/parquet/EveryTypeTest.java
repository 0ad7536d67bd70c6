package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;
import static io.millrace.connectors.parquet.Contracts.group;
import static io.millrace.connectors.parquet.Contracts.list;
import static io.millrace.connectors.parquet.Rows.listOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.Event;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each type of column, as another reader sees it. */
class EveryTypeTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.000001Z");

  @TempDir Path folder;

  @Test
  void singleValues() throws Exception {
    assertReads(Contracts.TEXT, "VARCHAR", "", "a", "übergrößen 🛒", "x".repeat(100_000));
    assertReads(Contracts.JSON, "VARCHAR", "{\"a\":[1,2,null]}");
    assertReads(Contracts.INT, "INTEGER", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    assertReads(Contracts.LONG, "BIGINT", 0L, Long.MIN_VALUE, Long.MAX_VALUE);
    assertReads(Contracts.DOUBLE, "DOUBLE", 0.0, -0.0, 0.1, Double.MIN_VALUE, -Double.MAX_VALUE);
    assertReads(Contracts.BOOL, "BOOLEAN", true, false);
    assertReads(
        Contracts.DATE,
        "DATE",
        LocalDate.EPOCH,
        LocalDate.of(1969, 12, 31),
        LocalDate.of(9999, 12, 31));
    assertReads(
        Contracts.TIME,
        "TIME",
        LocalTime.MIDNIGHT,
        LocalTime.of(23, 59, 59, 999_999_000),
        LocalTime.of(1, 2, 3, 4_000));
  }

  @Test
  void timestampsAreInstantsInUtc() throws Exception {
    List<Instant> times =
        List.of(
            Instant.EPOCH,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("1901-01-01T00:00:00Z"),
            NOON);

    List<Object> read = roundTrip(Contracts.TIMESTAMP, "TIMESTAMP WITH TIME ZONE", times);

    assertThat(read)
        .containsExactlyElementsOf(
            times.stream().map(time -> (Object) time.atOffset(ZoneOffset.UTC)).toList());
  }

  @Test
  void decimalsOfEachWidth() throws Exception {
    assertReads(
        Contracts.decimal(9, 2),
        "DECIMAL(9,2)",
        new BigDecimal("0.00"),
        new BigDecimal("-9999999.99"),
        new BigDecimal("9999999.99"));
    assertReads(
        Contracts.decimal(18, 4),
        "DECIMAL(18,4)",
        new BigDecimal("-99999999999999.9999"),
        new BigDecimal("99999999999999.9999"));
    assertReads(
        Contracts.decimal(19, 0),
        "DECIMAL(19,0)",
        new BigDecimal("-1"),
        new BigDecimal("9999999999999999999"));
    assertReads(
        Contracts.decimal(38, 10),
        "DECIMAL(38,10)",
        new BigDecimal("0E-10"),
        new BigDecimal("1.0000000001"),
        new BigDecimal("-1.0000000001"),
        new BigDecimal("9999999999999999999999999999.9999999999"),
        new BigDecimal("-9999999999999999999999999999.9999999999"));
  }

  @Test
  void listsTellEmptyFromNullFromNullElement() throws Exception {
    assertReads(
        list(Contracts.TEXT),
        "VARCHAR[]",
        listOf(),
        listOf("a", null, "c"),
        listOf((Object) null),
        listOf("a"));
    assertReads(
        list(list(Contracts.INT)),
        "INTEGER[][]",
        listOf(),
        listOf(listOf(), null, listOf(1, null, 3)),
        listOf(listOf(1), listOf(2, 3)));
  }

  @Test
  void groupsAndListsOfGroups() throws Exception {
    ValueType item = group(field("sku", Contracts.TEXT), field("tags", list(Contracts.TEXT)));
    assertThat(
            roundTrip(
                list(item),
                "STRUCT(sku VARCHAR, tags VARCHAR[])[]",
                List.of(
                    listOf(Map.of("sku", "s1", "tags", listOf("x", null)), Map.of()),
                    listOf((Object) null),
                    listOf(Map.of("tags", listOf())))))
        .containsExactly(
            listOf(listOf("s1", listOf("x", null)), listOf(null, null)),
            listOf((Object) null),
            listOf(listOf(null, listOf())));
    assertThat(
            roundTrip(
                group(field("inner", group(field("n", Contracts.LONG)))),
                "STRUCT(\"inner\" STRUCT(n BIGINT))",
                List.of(Map.of("inner", Map.of("n", 5L)), Map.of("inner", Map.of()), Map.of())))
        .containsExactly(listOf(listOf(5L)), listOf(listOf((Object) null)), listOf((Object) null));
  }

  @Test
  void ownColumns() throws Exception {
    StreamContract contract =
        Contracts.contract("orders", Contracts.restricted("email", "email_hash"));
    Map<String, Object> values = Map.of("email_hash", "ab12", "_unknown", "{\"x\":1}");
    Event event = Rows.event(contract, "id-1", NOON, "orders-3", 42, values);

    List<List<Object>> rows = read(contract, List.of(event, event.asLate()), "*");

    OffsetDateTime recorded = Instant.parse("2026-11-22T12:00:00.001Z").atOffset(ZoneOffset.UTC);
    OffsetDateTime noon = NOON.atOffset(ZoneOffset.UTC);
    assertThat(rows)
        .containsExactly(
            listOf("ab12", "id-1", noon, "orders-3", 42L, recorded, false, "{\"x\":1}"),
            listOf("ab12", "id-1", noon, "orders-3", 42L, recorded, true, "{\"x\":1}"));
  }

  private void assertReads(ValueType type, String sqlType, Object... values) throws Exception {
    assertThat(roundTrip(type, sqlType, List.of(values))).containsExactly(values);
  }

  /** Writes the values and a null, reads them back, and takes the null off again. */
  private List<Object> roundTrip(ValueType type, String sqlType, List<?> values) throws Exception {
    List<Object> read = roundTrip("c", type, sqlType, values);
    // Dead letters have a column of this name; a contract's is encoded by its type all the same.
    assertThat(roundTrip("position", type, sqlType, values)).isEqualTo(read);
    return read;
  }

  private List<Object> roundTrip(String name, ValueType type, String sqlType, List<?> values)
      throws Exception {
    Field field = field(name, type);
    StreamContract contract = Contracts.contract("types", field);
    List<Event> events = new ArrayList<>();
    for (Object value : values) {
      events.add(event(contract, events.size(), name, value));
    }
    events.add(event(contract, events.size(), name, null));
    List<List<Object>> rows =
        read(contract, events, "\"%s\", typeof(\"%s\")".formatted(name, name));
    assertThat(rows).allSatisfy(row -> assertThat(row.get(1)).isEqualTo(sqlType));
    List<Object> read = new ArrayList<>();
    rows.forEach(row -> read.add(row.get(0)));
    assertThat(read.remove(read.size() - 1)).isNull();
    return read;
  }

  private static Event event(StreamContract contract, int offset, String name, Object value) {
    Map<String, Object> values = new HashMap<>();
    values.put(name, value);
    return Rows.event(contract, "id-" + offset, NOON, "types-0", offset, values);
  }

  private List<List<Object>> read(StreamContract contract, List<Event> events, String columns)
      throws Exception {
    Path file =
        LocalFile.write(
            folder.resolve("file.parquet"),
            new ParquetFileFactory<>(new EventRecords(contract), WriterOptions.defaults()),
            events);
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.rows("SELECT " + columns + " FROM '" + file + "'");
    }
  }
}
