package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.AwkwardText;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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
