package io.millrace.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.YamlValue.Entry;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shapes are the standard's: whatever its JSON Schema refuses, the compiler refuses. Each value
 * of a valid contract is replaced by every other kind of value, each key is taken out and misspelt.
 */
class StandardConformanceTest {

  private static final List<YamlValue> REPLACEMENTS =
      List.of(
          new Scalar(1, "text", Scalar.Kind.TEXT),
          new Scalar(1, "-7", Scalar.Kind.INTEGER),
          new Scalar(1, "0.5", Scalar.Kind.FLOAT),
          new Scalar(1, "true", Scalar.Kind.BOOLEAN),
          new Scalar(1, "", Scalar.Kind.NULL),
          new Sequence(1, List.of(), 1),
          new Mapping(1, Map.of(), 1));

  /** In parts, since the standard's schema takes its time over each variant of a whole. */
  static Stream<ContractText> parts() {
    return Stream.of(
        ContractText.SMALL.top(PEOPLE), ContractText.SMALL.top(PLACES), STREAM, PROPERTIES);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void everySectionOfTheStandardIsTaken(ContractText part) {
    byte[] yaml = ContractText.bytes(part.yaml());
    assertThat(StandardDocument.faults(yaml)).isEmpty();
    assertThat(ContractCompiler.check("x", yaml).faults()).isEmpty();
  }

  private static final String CUSTOM =
      "customProperties: [{ id: c, property: p, value: [1], description: d }]";
  private static final String DEFINITIONS =
      "authoritativeDefinitions: [{ id: a, url: u, type: t, description: d }]";
  private static final String ELEMENT =
      "id: e, physicalName: p, description: d, businessName: b, tags: [t], " + DEFINITIONS;

  private static final String[] PEOPLE = {
    "name: n",
    "tenant: t",
    "domain: d",
    "dataProduct: p",
    "tags: [a]",
    "contractCreatedTs: 2026-11-23T00:00:00Z",
    "slaDefaultElement: events.at",
    "description: { usage: u, purpose: p, limitations: l, " + DEFINITIONS + ", " + CUSTOM + " }",
    "support: [{ id: s, channel: c, url: u, description: d, tool: t, scope: s, invitationUrl: i, "
        + CUSTOM
        + " }]",
    "price: { id: p, priceAmount: 1.5, priceCurrency: EUR, priceUnit: GB }",
    "team: { id: t, name: n, description: d, tags: [t], "
        + CUSTOM
        + ", "
        + DEFINITIONS
        + ", members: [{ id: m, username: u, name: n, description: d, role: r, dateIn: '2026-01-01',"
        + " dateOut: '2026-01-02', replacedByUsername: v, tags: [t], "
        + CUSTOM
        + " }] }",
    "roles: [{ id: r, role: r, description: d, access: a, firstLevelApprovers: f, secondLevelApprovers: s, "
        + CUSTOM
        + " }]",
    DEFINITIONS
  };

  private static final String[] PLACES = {
    "slaProperties: [{ id: s, property: latency, value: 1, valueExt: 2, unit: d, element: e, driver: d,"
        + " description: d, scheduler: s, schedule: s }]",
    "servers:",
    "  - { server: k, type: kafka, host: h, format: json, environment: prod, description: d, roles: [{ role: r }], "
        + CUSTOM
        + " }",
    "  - { server: p, type: postgres, host: h, port: 5432, database: d, schema: s }",
    "  - { server: s, type: s3, location: l, endpointUrl: e, format: f, delimiter: d }",
    "  - { server: o, type: oracle, host: h, port: 1, serviceName: s }",
    "  - { server: c, type: custom, account: a, warehouse: w, stream: s, port: 1 }",
    CUSTOM
  };

  private static final ContractText STREAM =
      ContractText.SMALL.stream(
          "logicalType: object",
          "physicalType: topic",
          "physicalName: p",
          "description: d",
          "businessName: b",
          "dataGranularityDescription: d",
          "tags: [t]",
          "relationships: [{ type: foreignKey, from: events.id, to: other.id, " + CUSTOM + " }]",
          "quality: [{ id: q, type: sql, query: q, mustBe: 1, name: n, description: d, dimension: accuracy,"
              + " businessImpact: b, method: m, schedule: s, scheduler: s, severity: s, unit: u, tags: [t], "
              + CUSTOM
              + ", "
              + DEFINITIONS
              + " }, { type: custom, engine: soda, implementation: { a: b } },"
              + " { type: text, description: d }, { metric: rowCount, mustBeBetween: [1, 2] }]");

  private static final ContractText PROPERTIES =
      ContractText.SMALL.property(
          "{ name: x, logicalType: string, "
              + ELEMENT
              + ", required: true, unique: true, classification: public,"
              + " transformSourceObjects: [o], transformLogic: l, transformDescription: d, examples: [a, 1],"
              + " criticalDataElement: true, primaryKey: false, primaryKeyPosition: -1, partitioned: false,"
              + " partitionKeyPosition: -1, physicalType: VARCHAR(9),"
              + " relationships: [{ type: foreignKey, to: other.id, "
              + CUSTOM
              + " }], "
              + CUSTOM
              + " }",
          "{ name: y, logicalType: array, items: { logicalType: object, properties: [{ name: z, logicalType: time, logicalTypeOptions:"
              + " { format: HHmm, minimum: '0000', maximum: '2359', exclusiveMinimum: '0000', exclusiveMaximum: '2359',"
              + " timezone: true, defaultTimezone: UTC } }] }, logicalTypeOptions: { minItems: 1, maxItems: 2, uniqueItems: true } }",
          "{ name: s, logicalType: string, classification: restricted, encryptedName: h, logicalTypeOptions:"
              + " { minLength: 1, maxLength: 2, pattern: a, format: uuid } }",
          "{ name: i, logicalType: integer, logicalTypeOptions: { minimum: 1, maximum: 4, exclusiveMinimum: 1,"
              + " exclusiveMaximum: 4, multipleOf: 2, format: i8 } }",
          "{ name: n, logicalType: number, logicalTypeOptions: { minimum: 1, format: f64 } }",
          "{ name: d, logicalType: date, logicalTypeOptions: { format: yyyyMMdd, minimum: '2026-01-01' } }");

  @ParameterizedTest
  @MethodSource("parts")
  void whatTheStandardRefusesWeRefuse(ContractText part) {
    byte[] yaml = ContractText.bytes(part.yaml());
    YamlValue valid = requireNonNull(YamlReader.read(yaml, new Faults()));
    List<YamlValue> broken = variants(valid);
    assertThat(broken).hasSizeGreaterThan(300);
    List<String> wronglyTaken = new ArrayList<>();
    int taken = 0;
    for (YamlValue variant : broken) {
      String json = StandardDocument.text(variant);
      if (ContractCompiler.check("x", ContractText.bytes(json)).contract().isEmpty()) {
        continue;
      }
      taken++;
      List<String> faults = StandardDocument.faultsOf(variant);
      if (!faults.isEmpty()) {
        wronglyTaken.add(faults + ": " + json);
      }
    }
    assertThat(wronglyTaken).isEmpty();
    assertThat(taken).isBetween(30, broken.size() / 2);
  }

  /** The value with one thing in it changed, in every way. */
  private static List<YamlValue> variants(YamlValue value) {
    List<YamlValue> variants = new ArrayList<>(REPLACEMENTS);
    if (value instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        for (YamlValue variant : variants(sequence.items().get(i))) {
          List<YamlValue> items = new ArrayList<>(sequence.items());
          items.set(i, variant);
          variants.add(new Sequence(1, items, 1));
        }
      }
    }
    if (value instanceof Mapping mapping) {
      for (String key : mapping.entries().keySet()) {
        Map<String, Entry> without = new LinkedHashMap<>(mapping.entries());
        Entry entry = requireNonNull(without.remove(key));
        variants.add(new Mapping(1, without, 1));
        Map<String, Entry> misspelt = new LinkedHashMap<>(without);
        misspelt.put(key + "x", entry);
        variants.add(new Mapping(1, misspelt, 1));
        for (YamlValue variant : variants(entry.value())) {
          Map<String, Entry> changed = new LinkedHashMap<>(mapping.entries());
          changed.put(key, new Entry(1, variant));
          variants.add(new Mapping(1, changed, 1));
        }
      }
    }
    return variants;
  }
}
