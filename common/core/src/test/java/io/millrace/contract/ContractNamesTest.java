package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.AwkwardText;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A contract's names become folders, tables and columns. Whatever stands there, it is a plain name
 * of at most 63 characters or a fault.
 */
class ContractNamesTest {

  private static final String PLAIN = "[A-Za-z][A-Za-z0-9_]{0,62}";

  @Property(tries = 500)
  void ofStreams(@ForAll("awkward") String name) {
    String yaml = ContractText.SMALL.yaml().replace("name: events", "name: " + quoted(name));
    if (ContractText.faults(yaml).isEmpty()) {
      StreamContract contract = ContractCompiler.compile("test.yaml", ContractText.bytes(yaml));
      assertThat(contract.name()).isEqualTo(name).matches(PLAIN);
    }
  }

  @Property(tries = 500)
  void ofProperties(@ForAll("awkward") String name) {
    ContractText text =
        ContractText.SMALL.property(
            "{ name: "
                + quoted(name)
                + ", logicalType: string, partitioned: true,"
                + " partitionKeyPosition: 1 }");
    if (ContractText.faults(text.yaml()).isEmpty()) {
      assertThat(text.compile().fields()).extracting(Field::name).allMatch(n -> n.matches(PLAIN));
    }
  }

  @Property(tries = 300)
  void ofPartitionKeysInsideGroups(
      @ForAll("awkward") String outer, @ForAll("awkward") String inner) {
    ContractText text =
        ContractText.SMALL.property(
            "{ name: %s, logicalType: object, properties: [ { name: %s, logicalType: string,"
                    .formatted(quoted(outer), quoted(inner))
                + " partitioned: true, partitionKeyPosition: 1 } ] }");
    if (ContractText.faults(text.yaml()).isEmpty()) {
      StreamContract contract = text.compile();
      assertThat(contract.flatName(contract.partitionKeys().get(0))).matches(PLAIN);
    }
  }

  /** The keys' folders and the rest of a file's key have 1,024 bytes in S3. */
  @Test
  void noMorePartitionKeysThanFit() {
    assertThat(ContractText.faults(partitionedBy(6, 63))).isEmpty();
    ContractText.assertOnlyFault(
        partitionedBy(7, 63), "schema[0].properties", "7 partition keys are too many");
    assertThat(ContractText.faults(partitionedBy(13, 10))).isEmpty();
    ContractText.assertOnlyFault(
        partitionedBy(14, 10), "schema[0].properties", "14 partition keys are too many");
  }

  private static String partitionedBy(int keys, int nameLength) {
    String[] properties = new String[keys];
    for (int i = 0; i < keys; i++) {
      properties[i] =
          "{ name: %s%02d, logicalType: string, partitioned: true, partitionKeyPosition: %d }"
              .formatted("k".repeat(nameLength - 2), i, i + 1);
    }
    return ContractText.SMALL.property(properties).yaml();
  }

  @Property(tries = 500)
  void ofSessions(
      @ForAll("awkward") String session,
      @ForAll("awkward") String key,
      @ForAll("awkward") String measure) {
    ContractText text =
        ContractText.SMALL
            .property("{ name: " + quoted(key) + ", logicalType: string }")
            .custom(
                "{ property: sessions, value: [ { name: %s, key: [%s], gap: PT1M, first: [%s],"
                        .formatted(quoted(session), quoted(key), quoted(key))
                    + " measures: { %s: { count: \"*\" } } } ] }".formatted(quoted(measure)));
    if (ContractText.faults(text.yaml()).isEmpty()) {
      assertThat("events_" + session).matches(PLAIN);
      assertThat("first_" + key).matches(PLAIN);
      assertThat(measure).matches(PLAIN);
    }
  }

  @Property(tries = 500)
  void ofGroupColumns(@ForAll("awkward") String outer, @ForAll("awkward") String inner) {
    ContractText text =
        ContractText.SMALL
            .property(
                "{ name: %s, logicalType: object, properties: [ { name: %s, logicalType: string } ] }"
                    .formatted(quoted(outer), quoted(inner)))
            .custom(
                "{ property: rollups, value: [ { name: r, window: { type: tumbling, size: PT1M },"
                    + " groupBy: [%s], measures: { n: { count: \"*\" } } } ] }"
                        .formatted(quoted(outer + "." + inner)));
    if (ContractText.faults(text.yaml()).isEmpty()) {
      assertThat(outer + "_" + inner).matches(PLAIN);
    }
  }

  @Property(tries = 300)
  void ofHashedColumns(@ForAll("awkward") String name) {
    ContractText text =
        ContractText.SMALL.property(
            "{ name: secret, logicalType: string, classification: restricted, encryptedName: "
                + quoted(name)
                + " }");
    if (ContractText.faults(text.yaml()).isEmpty()) {
      assertThat(name).matches(PLAIN);
    }
  }

  /** A look-alike is another name: of letters that are not ASCII's there is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u043erders", // Cyrillic o
        "\uff4frders", // full-width o
        "orders\u200b",
        "orders\u00a0",
        "o\u0308rders",
        "\u00f6rders",
        "\u202esredro",
        "orders\u0000",
        "orders\n",
        "orders ",
        "orders;",
        "orders\"",
        "../orders",
        "a/b",
        "orders\\",
        "\u0130d", // its lower case is two characters
        "\ud83d\ude00"
      })
  void aLookAlikeIsNone(String name) {
    for (ContractText text :
        List.of(
            ContractText.SMALL.property(
                "{ name: "
                    + quoted(name)
                    + ", logicalType: string, partitioned: true,"
                    + " partitionKeyPosition: 1 }"),
            ContractText.SMALL.custom(
                "{ property: rollups, value: [ { name: "
                    + quoted(name)
                    + ", window: { type: tumbling, size: PT1M }, groupBy: [id],"
                    + " measures: { n: { count: \"*\" } } } ] }"),
            ContractText.SMALL.custom(
                "{ property: sessions, value: [ { name: "
                    + quoted(name)
                    + ", key: [id], gap: PT1M } ] }"))) {
      assertThat(ContractText.faults(text.yaml()))
          .extracting(ContractFault::message)
          .anyMatch(message -> message.contains("is not a name"))
          .allMatch(message -> message.chars().noneMatch(c -> c < ' ' || c == 0x202e));
    }
    assertThat(
            ContractText.faults(
                ContractText.SMALL.yaml().replace("name: events", "name: " + quoted(name))))
        .extracting(ContractFault::message)
        .anyMatch(message -> message.contains("is not a name"));
  }

  /** Whatever the database folds or a reader does not tell apart. */
  @Test
  void namesThatDifferInCaseOnlyAreOne() {
    ContractText.assertOnlyFault(
        ContractText.SMALL
            .property(
                "{ name: country, logicalType: string }", "{ name: Country, logicalType: string }")
            .yaml(),
        "schema[0].properties[3].name",
        "already the name of");
  }

  @Property(tries = 500)
  void ofRollups(@ForAll("awkward") String rollup, @ForAll("awkward") String measure) {
    ContractText text =
        ContractText.SMALL.custom(
            "{ property: rollups, value: [ { name: "
                + quoted(rollup)
                + ", window: { type: tumbling, size: PT1M }, groupBy: [id], measures: { "
                + quoted(measure)
                + ": { count: \"*\" } } } ] }");
    if (ContractText.faults(text.yaml()).isEmpty()) {
      assertThat(rollup).matches(PLAIN);
      assertThat(measure).matches(PLAIN);
    }
  }

  @Provide
  Arbitrary<String> awkward() {
    Arbitrary<String> pieces = Arbitraries.of(AwkwardText.PIECES);
    return Arbitraries.oneOf(
        pieces.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("", list)),
        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(70));
  }

  /** As a YAML double-quoted scalar. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(String.format(Locale.ROOT, "\\u%04x", c)));
    return quoted.append('"').toString();
  }
}
