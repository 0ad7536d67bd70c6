package io.millrace.contract;

import static io.millrace.contract.ContractText.CUSTOM;
import static io.millrace.contract.ContractText.PROPERTIES;
import static io.millrace.contract.ContractText.SMALL;
import static io.millrace.contract.ContractText.assertOnlyFault;
import static io.millrace.contract.ContractText.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with the file, the standard's sections, and the stream as a whole. */
class DocumentFaultsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                        | $ | the file is empty
          # only a comment          | $ | the file is empty
          just a text               | $ | must be a mapping, is a string
          - a                       | $ | must be a mapping, is a list
          a: [                      | $ | not valid YAML
          "a: \\t- b\\n:"           | $ | must be a mapping
          a: *b                     | a | alias *b has no anchor before it
          &a [*a]                   | $[0] | alias *a has no anchor before it
          """)
  void yaml(String yaml, String path, String message) {
    assertOnlyFault(yaml, path, message);
  }

  @Test
  void notUtf8() {
    List<ContractFault> faults =
        ContractCompiler.check("x", new byte[] {'i', 'd', ':', ' ', (byte) 0xff}).faults();
    assertThat(faults)
        .extracting(ContractFault::message)
        .containsExactly("the file is not UTF-8; save it as UTF-8 text");
  }

  @Test
  void aByteOrderMarkDoesNotMatter() {
    assertThat(faults("\ufeff" + SMALL.yaml())).isEmpty();
  }

  @Test
  void twoDocuments() {
    assertOnlyFault(SMALL.yaml() + "---\nid: other\n", "$", "a second YAML document");
  }

  @Test
  void keyTwice() {
    assertOnlyFault(SMALL.top("status: draft").yaml(), "status", "the key is here twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!javax.script.ScriptEngineManager", "!x", "!!str", "!<tag:x,2000:y>"})
  void tags(String tag) {
    assertOnlyFault(
        SMALL.top("name: " + tag + " test").yaml(), "name", "is not allowed; write a plain value");
  }

  @Test
  void aTagOnACollection() {
    assertOnlyFault(
        SMALL.top("tags: !!javax.script.ScriptEngineManager [a]").yaml(), "tags", "is not allowed");
  }

  @Test
  void tooDeep() {
    String yaml = SMALL.top("tags: " + "[".repeat(100_000)).yaml();
    assertThat(faults(yaml))
        .hasSize(1)
        .first()
        .satisfies(f -> assertThat(f.message()).contains("nested deeper than 64"));
  }

  @Test
  void tooLarge() {
    assertOnlyFault("#".repeat(1 << 20) + "\n", "$", "a contract has at most 1048576");
  }

  @Test
  void aliasesWrittenOutAreCounted() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
    }
    assertThat(faults(bomb.toString()))
        .hasSize(1)
        .first()
        .satisfies(f -> assertThat(f.message()).contains("more than 50000 values"));
  }

  @Test
  void anAliasStandsForItsValue() {
    StreamContract contract =
        SMALL
            .property(
                "{ name: x, logicalType: string, logicalTypeOptions: &o { maxLength: 3 } }",
                "{ name: y, logicalType: string, logicalTypeOptions: *o }")
            .compile();
    assertThat(contract.resolve(FieldPath.of("y")).type())
        .isEqualTo(contract.resolve(FieldPath.of("x")).type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          apiVersion: v3.1.0   | apiVersion: v2.2.2    | apiVersion | is not one of v3.0.0, v3.0.1, v3.0.2, v3.1.0
          apiVersion: v3.1.0   | apiversion: v3.1.0    | apiversion | did you mean "apiVersion"?
          kind: DataContract   | kind: Contract        | kind       | is not one of DataContract
          version: 1.0.0       | version: 1.0          | version    | a string (in quotes: "1.0")
          id: test             | id:                   | id         | must be a string, is empty
          id: test             | id: " "               | id         | is blank
          status: active       | state: active         | state      | unknown key
          name: events         | name: my-events       | schema[0].name | is not a name
          name: events         | name: _rejected       | schema[0].name | a letter first
          name: events         | name: Rejected        | schema[0].name | is the name of something else
          name: events         | name: n234567890123456789012345678901234567890123456789012345 | schema[0].name | use at most 54
          value: at            | value: occurred       | schema[0].customProperties[0].value | there is no property "occurred"
          value: at            | value: id             | schema[0].customProperties[0].value | is not a timestamp
          property: eventTime  | property: eventTme    | schema[0].customProperties[0].property | did you mean "eventTime"?
          primaryKey: true, primaryKeyPosition: 1 | required: true | schema[0].properties | no property has primaryKey: true
          """)
  void oneChange(String from, String to, String path, String message) {
    String yaml = SMALL.yaml();
    assertThat(yaml).contains(from);
    List<ContractFault> faults = faults(yaml.replace(from, to));
    assertThat(faults).extracting(ContractFault::path).contains(path);
    assertThat(faults)
        .filteredOn(f -> f.path().equals(path))
        .first()
        .satisfies(f -> assertThat(f.message()).contains(message));
    assertThat(faults).hasSizeLessThanOrEqualTo(2); // A misspelt key is also a missing one.
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tags: [1]                                              | tags[0]  | must be a string
          description: { purpos: x }                             | description.purpos | did you mean "purpose"?
          team: [{ name: x }]                                    | team[0].username | is missing
          team: { members: [{ username: x, rol: y }] }           | team.members[0].rol | did you mean "role"?
          roles: [{ access: x }]                                 | roles[0].role | is missing
          support: [{ channel: x, urls: y }]                     | support[0].urls | did you mean "url"?
          price: { priceAmount: free }                           | price.priceAmount | must be a finite number
          authoritativeDefinitions: [{ url: x }]                 | authoritativeDefinitions[0].type | is missing
          customProperties: [{ property: x }]                    | customProperties[0].value | is missing
          customProperties: [{ property: eventTime, value: at }] | customProperties[0].property | belongs to schema[0].customProperties
          servers: [{ server: x }]                               | servers[0].type | is missing
          servers: [{ server: x, type: kafk, host: h }]          | servers[0].type | did you mean "kafka"?
          servers: [{ server: x, type: kafka, hst: h, host: h }] | servers[0].hst | did you mean "host"?
          servers: [{ server: x, type: kafka }]                  | servers[0].host | is missing
          servers: [{ server: x, type: postgres, host: h, database: d, schema: s, port: "5" }] | servers[0].port | must be an integer
          servers: [{ server: x, type: kinesis, host: h }]       | servers[0].host | unknown key
          slaProperties: [{ property: latency, value: 1 }]       | slaProperties[0].unit | is missing
          slaProperties: [{ property: latency, value: 0, unit: d }] | slaProperties[0].value | a number above 0
          slaProperties: [{ property: latency, value: 1, unit: eon }] | slaProperties[0].unit | is not one of
          slaProperties: [{ property: retention, value: [], unit: d }] | slaProperties[0].value | a
          """)
  void section(String line, String path, String message) {
    List<ContractFault> faults = faults(SMALL.top(line).yaml());
    assertThat(faults).isNotEmpty().allSatisfy(f -> assertThat(f.path()).isEqualTo(path));
    assertThat(faults.get(0).message()).contains(message);
  }

  @Test
  void noSchema() {
    String yaml = SMALL.yaml();
    assertOnlyFault(yaml.substring(0, yaml.indexOf("schema:")), "schema", "is missing");
  }

  @Test
  void schemaWithoutOrWithSeveralObjects() {
    String yaml = SMALL.yaml();
    String head = yaml.substring(0, yaml.indexOf("schema:"));
    assertOnlyFault(head + "schema: []\n", "schema", "has 0 objects; a contract is one stream");
    assertOnlyFault(yaml + "  - name: other\n", "schema", "has 2 objects");
  }

  @Test
  void noProperties() {
    String yaml = SMALL.yaml();
    String head = yaml.substring(0, yaml.indexOf("    properties:"));
    assertThat(faults(head))
        .extracting(ContractFault::toString)
        .containsExactly(
            "line 7: schema[0].properties: has no property; list at least one, with name and"
                + " logicalType",
            "line 7: schema[0].customProperties: eventTime is missing; name the timestamp property"
                + " that says when an event happened: { property: eventTime, value: … }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          property: maxOutOfOrderness, value: 5m        | value | "5m" is not an ISO-8601 duration
          property: maxOutOfOrderness, value: 60        | value | must be an ISO-8601 duration
          property: maxFutureSkew, value: -PT1M         | value | out of range
          property: dedupHorizon, value: PT0S           | value | out of range
          property: dedupHorizon, value: P1M            | value | weeks, months and years have no fixed length
          property: dedupHorizon, value: P4000D         | value | out of range; use PT1S to P3650D
          property: allowedLateness, value: PT0.0001S   | value | whole milliseconds
          property: allowedLatenes, value: PT1H         | property | did you mean "allowedLateness"?
          property: eventTime, value: at                | property | eventTime is here twice
          property: onUnknownField, value: drop         | value | is not one of keep, ignore, reject
          property: onUnknownField, value: Keep         | value | did you mean "keep"?
          property: onUnknownField, value: [keep]       | value | is not one of keep, ignore, reject
          property: onUnknownField, valu: keep, value: keep | valu | did you mean "value"?
          """)
  void setting(String entry, String path, String message) {
    assertOnlyFault(SMALL.custom("{ " + entry + " }").yaml(), CUSTOM + "[1]." + path, message);
  }

  @Test
  void aHorizonShorterThanTheDisorder() {
    assertOnlyFault(
        SMALL.custom("{ property: dedupHorizon, value: PT5S }").yaml(),
        CUSTOM,
        "dedupHorizon PT5S is less than maxOutOfOrderness PT1M");
  }

  @Test
  void ourSettingsAtAPropertyAreNotRead() {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: x, logicalType: string, customProperties: [{ property: dedupHorizon,"
                    + " value: P2D }, { property: theirs, value: 1 }] }")
            .yaml(),
        PROPERTIES + "[2].customProperties[0].property",
        "belongs to schema[0].customProperties");
  }

  @Test
  void everyFaultAtOnceInTheOrderOfTheFile() {
    String yaml =
        SMALL
            .top("colour: red")
            .property("{ name: x, logicalType: text }", "{ name: 2, logicalType: string }")
            .custom("{ property: dedupHorizon, value: forever }")
            .yaml();
    assertThat(faults(yaml))
        .extracting(ContractFault::path)
        .containsExactly(
            "colour",
            PROPERTIES + "[2].logicalType",
            PROPERTIES + "[3].name",
            CUSTOM + "[1].value");
    assertThatThrownBy(() -> ContractCompiler.compile("shop.yaml", ContractText.bytes(yaml)))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageStartingWith("shop.yaml: 4 faults\n  line 6: colour: unknown key")
        .extracting(e -> ((InvalidContractException) e).faults())
        .isEqualTo(faults(yaml));
  }

  @Test
  void aFaultyPropertyIsNotReportedAgainWhereItIsNamed() {
    assertOnlyFault(
        SMALL
            .yaml()
            .replace("{ name: at, logicalType: timestamp }", "{ name: at, logicalType: timstamp }"),
        PROPERTIES + "[1].logicalType",
        "did you mean \"timestamp\"?");
  }
}
