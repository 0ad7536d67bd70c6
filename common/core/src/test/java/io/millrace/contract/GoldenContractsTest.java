package io.millrace.contract;

import static io.millrace.contract.ContractText.SMALL;
import static io.millrace.contract.ValueType.NumberRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.RollupDefinition.Condition;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Window;
import io.millrace.contract.ValueType.TimeRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What right contracts become. */
class GoldenContractsTest {

  @Test
  void theSmallestHasTheDefaults() {
    StreamContract contract = SMALL.compile();
    assertThat(contract)
        .isEqualTo(
            new StreamContract(
                "test",
                "1.0.0",
                "active",
                "events",
                List.of(
                    new Field("id", "id", ValueType.Text.ANY, false, null),
                    new Field(
                        "at",
                        "at",
                        new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE),
                        false,
                        null)),
                List.of(FieldPath.of("id")),
                FieldPath.of("at"),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofHours(1),
                UnknownFieldPolicy.KEEP,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  /** From outside: a ship's engine room, with shapes that the shipped contracts do not have. */
  private static final ContractText VOYAGE =
      SMALL
          .property(
              "{ name: ship, logicalType: integer, physicalName: 'Ship No.', primaryKey: true, primaryKeyPosition: 3 }",
              "{ name: leg, logicalType: object, properties: ["
                  + "{ name: sailed_on, logicalType: date, primaryKey: true, primaryKeyPosition: 2, partitioned: true, partitionKeyPosition: 2 },"
                  + "{ name: harbour, logicalType: string, partitioned: true, partitionKeyPosition: 1 }] }",
              "{ name: watch_begins, logicalType: time, logicalTypeOptions: { format: 'HHmm', minimum: '0400', exclusiveMaximum: '20:00' } }",
              "{ name: logged, logicalType: timestamp, logicalTypeOptions: { format: epoch_millis, minimum: '2020-01-01T00:00:00+01:00' } }",
              "{ name: local, logicalType: timestamp, logicalTypeOptions: { format: 'dd.MM.yyyy HH:mm', defaultTimezone: Europe/Berlin } }",
              "{ name: matrix, logicalType: array, logicalTypeOptions: { minItems: 1 }, items: { logicalType: array, required: true,"
                  + " logicalTypeOptions: { maxItems: 3 }, items: { logicalType: number } } }",
              "{ name: engines, logicalType: array, items: { logicalType: object, properties: ["
                  + "{ name: gauge, logicalType: object, properties: ["
                  + "{ name: serial, logicalType: string, classification: restricted, encryptedName: serial_hash }] }] } }",
              "{ name: burnt, logicalType: number, physicalType: 'NUMERIC(30, 10)', logicalTypeOptions: { exclusiveMinimum: 0, multipleOf: 0.5 } }",
              "{ name: tally, logicalType: integer, physicalType: 'DECIMAL(30,0)' }",
              "{ name: berth, logicalType: integer, physicalType: int, logicalTypeOptions: { format: u8 } }",
              "{ name: raw, logicalType: array, physicalType: json }",
              "{ name: callsign, logicalType: string, logicalTypeOptions: { pattern: '^[A-Z\\u00c5]+$', format: hostname } }")
          .custom("{ property: onUnknownField, value: reject }");

  @Test
  void shapesOfEveryKind() {
    StreamContract contract = VOYAGE.compile();
    assertThat(contract.primaryKey())
        .containsExactly(FieldPath.of("id"), FieldPath.of("leg.sailed_on"), FieldPath.of("ship"));
    assertThat(contract.partitionKeys())
        .containsExactly(FieldPath.of("leg.harbour"), FieldPath.of("leg.sailed_on"));
    assertThat(contract.flatName(FieldPath.of("leg.harbour"))).isEqualTo("leg_harbour");
    assertThat(contract.onUnknownField()).isEqualTo(UnknownFieldPolicy.REJECT);
    assertThat(contract.restricted()).isTrue();
    assertThat(field(contract, "ship").jsonName()).isEqualTo("Ship No.");
    assertThat(type(contract, "watch_begins"))
        .isEqualTo(
            new ValueType.TimeOfDay(
                new TimeFormat(TimeFormat.Kind.PATTERN, "HHmm", "UTC"),
                new TimeRules(4 * 3_600_000_000L, null, null, 20 * 3_600_000_000L)));
    assertThat(type(contract, "logged"))
        .isEqualTo(
            new ValueType.Timestamp(
                new TimeFormat(TimeFormat.Kind.EPOCH_MILLIS, null, "UTC"),
                new TimeRules(1_577_833_200_000_000L, null, null, null)));
    assertThat(type(contract, "local"))
        .isEqualTo(
            new ValueType.Timestamp(
                new TimeFormat(TimeFormat.Kind.PATTERN, "dd.MM.yyyy HH:mm", "Europe/Berlin"),
                TimeRules.NONE));
    assertThat(type(contract, "matrix"))
        .isEqualTo(
            new ValueType.ListOf(
                new ValueType.ListOf(
                    new ValueType.Floating(NumberRules.NONE), false, null, 3, false),
                true,
                1,
                null,
                false));
    assertThat(type(contract, "burnt"))
        .isEqualTo(
            new ValueType.Decimal(
                30, 10, new NumberRules(null, null, BigDecimal.ZERO, null, new BigDecimal("0.5"))));
    assertThat(type(contract, "tally")).isEqualTo(new ValueType.Decimal(30, 0, NumberRules.NONE));
    assertThat(type(contract, "berth"))
        .isEqualTo(
            new ValueType.Whole(
                32, new NumberRules(BigDecimal.ZERO, BigDecimal.valueOf(255), null, null, null)));
    assertThat(type(contract, "raw")).isEqualTo(new ValueType.Json());
    ValueType.Text callsign = (ValueType.Text) type(contract, "callsign");
    assertThat(callsign.pattern().matcher("ÅB").find()).isTrue();
    assertThat(callsign.pattern().matcher("ÅB\n").find()).isFalse();
    ValueType.ListOf engines = (ValueType.ListOf) type(contract, "engines");
    assertThat(engines.anyRestricted()).isTrue();
  }

  @Test
  void theStandardTakesTheVoyageToo() {
    assertThat(StandardDocument.faults(ContractText.bytes(VOYAGE.yaml()))).isEmpty();
  }

  @Test
  void isShippedInsideOperators() throws IOException, ClassNotFoundException {
    StreamContract contract =
        ContractCompiler.compile("storefront", ShippedContractsTest.read("storefront.odcs.yaml"));
    assertThat(throughJavaSerialization(contract)).isEqualTo(contract);
    assertThat(throughJavaSerialization(VOYAGE.compile())).isEqualTo(VOYAGE.compile());
    InvalidContractException failure =
        new InvalidContractException("f", List.of(new ContractFault("$", 1, "wrong")));
    assertThat(throughJavaSerialization(failure).faults()).isEqualTo(failure.faults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          integer | ''            | Whole[bits=64
          integer | INT           | Whole[bits=32
          integer | integer       | Whole[bits=32
          integer | BIGINT        | Whole[bits=64
          integer | LONG          | Whole[bits=64
          integer | SMALLINT      | Whole[bits=32, rules=NumberRules[minimum=-32768, maximum=32767
          integer | NUMERIC(20)   | Decimal[precision=20, scale=0
          number  | ''            | Floating
          number  | DOUBLE        | Floating
          number  | double precision | Floating
          number  | FLOAT         | Floating
          number  | DECIMAL(12,2) | Decimal[precision=12, scale=2
          number  | decimal( 38 , 38 ) | Decimal[precision=38, scale=38
          string  | VARCHAR(20)   | Text[minLength=null, maxLength=null
          string  | text          | Text
          string  | enum_of_mine  | Text
          boolean | BOOL          | Bool
          date    | date          | Date
          time    | TIME          | TimeOfDay
          timestamp | TIMESTAMPTZ | Timestamp
          timestamp | TIMESTAMP(6) WITH TIME ZONE | Timestamp
          timestamp | BIGINT      | Timestamp
          object  | ''            | Json
          object  | JSONB         | Json
          array   | JSON          | Json
          """)
  void physicalTypes(String logicalType, String physicalType, String column) {
    String physical = physicalType.isEmpty() ? "" : ", physicalType: '" + physicalType + "'";
    StreamContract contract =
        SMALL.property("{ name: x, logicalType: " + logicalType + physical + " }").compile();
    assertThat(type(contract, "x").toString()).startsWith(column);
  }

  @Test
  void rollupsAndSessions() {
    StreamContract contract =
        SMALL
            .property(
                "{ name: total, logicalType: number, physicalType: 'DECIMAL(12,2)' }",
                "{ name: n, logicalType: integer }",
                "{ name: mail, logicalType: string, classification: restricted, encryptedName: mail_hash }")
            .custom(
                "{ property: rollups, value: [{ name: days, window: { type: cumulative, size: P1D, step: PT1H,"
                    + " offset: PT15M, timeZone: America/New_York }, where: { n: [1, 0x10], total: { not: [1.5] },"
                    + " mail: { notNull: true }, at: ['2026-01-01T01:00:00+01:00'] }, groupBy: [mail],"
                    + " measures: { q: { quantile: total, q: 1 }, buyers: { approxDistinct: mail } } }] }",
                "{ property: sessions, value: [{ name: visits, key: [mail], gap: PT30M, first: [n], last: [n] }] }")
            .compile();
    assertThat(contract.rollups())
        .containsExactly(
            new RollupDefinition(
                "days",
                new Window(
                    Window.Kind.CUMULATIVE,
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    Duration.ofMinutes(15),
                    "America/New_York"),
                List.of(
                    new Condition(FieldPath.of("n"), Condition.Test.IN, List.of("1", "16")),
                    new Condition(FieldPath.of("total"), Condition.Test.NOT_IN, List.of("1.50")),
                    new Condition(FieldPath.of("mail"), Condition.Test.NOT_NULL, List.of()),
                    new Condition(
                        FieldPath.of("at"), Condition.Test.IN, List.of("2026-01-01T00:00:00Z"))),
                List.of(FieldPath.of("mail")),
                List.of(
                    new Measure("q", Measure.Kind.QUANTILE, FieldPath.of("total"), 1),
                    new Measure("buyers", Measure.Kind.APPROX_DISTINCT, FieldPath.of("mail"), 0))));
    assertThat(contract.sessions())
        .containsExactly(
            new SessionDefinition(
                "visits",
                List.of(FieldPath.of("mail")),
                Duration.ofMinutes(30),
                null,
                List.of(FieldPath.of("n")),
                List.of(FieldPath.of("n")),
                List.of()));
    assertThat(contract.flatName(FieldPath.of("mail"))).isEqualTo("mail_hash");
  }

  @Test
  void qualityAndServiceLevels() {
    StreamContract contract =
        SMALL
            .top(
                "slaProperties: [{ property: latency, value: 2.5, unit: min }, { property: generalAvailability, value: '2026-01-01' }]")
            .property(
                "{ name: lines, logicalType: array, items: { logicalType: object, properties: [{ name: sku,"
                    + " logicalType: string, quality: [{ name: known, metric: invalidValues, mustBeBetween: [0, 1.5], unit: percent,"
                    + " severity: error, arguments: { validValues: [a, 1], pattern: '^a' } }] }] } }")
            .stream(
                "quality: [{ type: text, description: be good }, { type: sql, query: select 1, mustBe: 1 }]")
            .compile();
    assertThat(contract.quality())
        .containsExactly(
            new QualityRule(
                "known",
                FieldPath.of("lines.sku"),
                QualityRule.Metric.INVALID_VALUES,
                QualityRule.Operator.MUST_BE_BETWEEN,
                List.of(BigDecimal.ZERO, new BigDecimal("1.5")),
                true,
                "error",
                List.of("a", "1"),
                "^a",
                List.of()));
    assertThat(contract.serviceLevels())
        .containsExactly(
            new ServiceLevel("latency", "2.5", "min"),
            new ServiceLevel("generalAvailability", "2026-01-01", null));
  }

  @Test
  void pathsLeadThroughGroupsOnly() {
    StreamContract contract = VOYAGE.compile();
    assertThat(FieldPath.of("leg.harbour").indexes(contract.fields())).containsExactly(3, 1);
    assertThat(contract.resolve(FieldPath.of("leg.harbour")).name()).isEqualTo("harbour");
    assertThat(FieldPath.of("engines.gauge").find(contract.fields())).isEmpty();
    assertThatThrownBy(() -> contract.resolve(FieldPath.of("leg.nope")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("events has no field leg.nope");
    assertThatThrownBy(() -> FieldPath.of("nope").indexes(contract.fields()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void patternsOfTimesAreStrict() {
    var formatter = new TimeFormat(TimeFormat.Kind.PATTERN, "yyyy-MM-dd", "UTC").formatter();
    assertThat(java.time.LocalDate.parse("2024-02-29", formatter)).isEqualTo("2024-02-29");
    assertThatThrownBy(() -> java.time.LocalDate.parse("2026-02-30", formatter))
        .isInstanceOf(java.time.DateTimeException.class);
    assertThatThrownBy(TimeFormat.ISO::formatter).isInstanceOf(IllegalStateException.class);
  }

  private static Field field(StreamContract contract, String path) {
    return contract.resolve(FieldPath.of(path));
  }

  private static ValueType type(StreamContract contract, String path) {
    return field(contract, path).type();
  }

  @SuppressWarnings("unchecked")
  private static <T> T throughJavaSerialization(T value)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
