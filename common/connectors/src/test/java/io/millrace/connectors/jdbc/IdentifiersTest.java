package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.InvalidContractException;
import io.millrace.contract.StreamContract;
import io.millrace.testkit.AwkwardText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdentifiersTest {

  @Property
  void aQuotedNameIsOneName(@ForAll("awkward") String name) {
    String quoted = Identifiers.quoted(name);
    assertThat(quoted).startsWith("\"").endsWith("\"");
    String inside = quoted.substring(1, quoted.length() - 1);
    assertThat(inside.replace("\"\"", "")).as("a quote alone would end it").doesNotContain("\"");
    assertThat(inside.replace("\"\"", "\"")).isEqualTo(name);
  }

  @Test
  void postgresHas63BytesNotCharacters() {
    assertThatCode(() -> Identifiers.check("x".repeat(63))).doesNotThrowAnyException();
    assertThatCode(() -> Identifiers.check("\u00e9".repeat(31))).doesNotThrowAnyException();
    for (String name :
        List.of("x".repeat(64), "\u00e9".repeat(32), "x".repeat(1000), "", "a\0b", "\0")) {
      assertThatThrownBy(() -> Identifiers.check(name))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> JdbcTable.named(name).key("k", ColumnType.TEXT).build())
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> JdbcTable.named("t").key(name, ColumnType.TEXT).build())
          .isInstanceOf(IllegalArgumentException.class);
      JdbcTable table = JdbcTable.named("t").key("k", ColumnType.TEXT).build();
      assertThatThrownBy(() -> TableDdl.create(table, Optional.of(name)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Names of any length: a contract that is accepted has tables, and none whose name is cut. */
  @Property(tries = 300)
  void everyTableOfAContractCanBeMade(
      @ForAll @IntRange(min = 1, max = 64) int stream,
      @ForAll @IntRange(min = 1, max = 64) int definition,
      @ForAll @IntRange(min = 1, max = 64) int property,
      @ForAll @IntRange(min = 1, max = 64) int measure) {
    Optional<StreamContract> contract =
        compile(
            "s".repeat(stream), "d".repeat(definition), "p".repeat(property), "m".repeat(measure));
    if (contract.isEmpty()) {
      return;
    }
    List<JdbcTable> tables = new ArrayList<>(RollupTables.of(contract.get()));
    tables.addAll(SessionTables.of(contract.get()));
    assertThat(tables).hasSize(5);
    for (JdbcTable table : tables) {
      assertThat(table.name().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
      assertThat(table.columns())
          .allMatch(column -> column.name().getBytes(StandardCharsets.UTF_8).length <= 63);
    }
  }

  @Test
  void theLongestNamesAreAccepted() {
    // <stream>_<rollup>_corrections; first_<property>; old_<measure>.
    assertThat(compile("s".repeat(40), "d".repeat(10), "p".repeat(57), "m".repeat(59))).isPresent();
    assertThat(compile("s".repeat(40), "d".repeat(11), "p", "m")).isEmpty();
    assertThat(compile("s", "d", "p".repeat(58), "m")).isEmpty();
    assertThat(compile("s", "d", "p", "m".repeat(60))).isEmpty();
    assertThat(compile("s".repeat(55), "d", "p", "m")).isEmpty();
  }

  @Provide
  Arbitrary<String> awkward() {
    return Arbitraries.of(AwkwardText.PIECES)
        .list()
        .ofMaxSize(4)
        .map(list -> String.join("", list));
  }

  private static Optional<StreamContract> compile(
      String stream, String definition, String property, String measure) {
    String yaml =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: test
        version: 1.0.0
        status: active
        schema:
          - name: %1$s
            properties:
              - { name: ident, logicalType: string, primaryKey: true, primaryKeyPosition: 1 }
              - { name: attime, logicalType: timestamp }
              - { name: %3$s, logicalType: string }
            customProperties:
              - { property: eventTime, value: attime }
              - property: rollups
                value:
                  - name: %2$s
                    window: { type: tumbling, size: PT1M }
                    groupBy: [%3$s]
                    measures: { %4$s: { count: "*" } }
              - property: sessions
                value:
                  - { name: %2$sx, key: [%3$s], gap: PT1M, first: [%3$s], measures: { %4$s: { count: "*" } } }
        """
            .formatted(stream, definition, property, measure);
    try {
      return Optional.of(
          ContractCompiler.compile("test.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidContractException refused) {
      return Optional.empty();
    }
  }
}
