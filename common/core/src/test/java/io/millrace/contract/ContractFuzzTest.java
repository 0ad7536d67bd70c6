package io.millrace.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No file makes the compiler throw anything but its own error, or take long. */
class ContractFuzzTest {

  private static final List<String> VALID =
      List.of(text("storefront.odcs.yaml"), text("github.odcs.yaml"), ContractText.SMALL.yaml());

  /** What YAML and contracts are made of, to be put anywhere. */
  private static final List<String> PIECES =
      List.of(
          "",
          " ",
          "\n",
          "\n\n",
          "\t",
          ":",
          ": ",
          "- ",
          "? ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "#",
          "&a ",
          "*a",
          "!!x ",
          "!<a> ",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "%YAML 1.1\n---\n",
          "---\n",
          "...\n",
          "<<: *a\n",
          "~",
          "null",
          "true",
          "0x",
          "0o9",
          "1e400",
          "-1e-999999999",
          ".nan",
          "-.inf",
          "9".repeat(500),
          "\\",
          "\u0000",
          "\ufeff",
          "\u2028",
          "\ud800",
          "😀",
          "é",
          "@",
          "`",
          "P1D",
          "PT-1S",
          "DECIMAL(",
          "DECIMAL(99999999999,1)",
          "{1000}",
          "(",
          "items",
          "properties",
          "logicalType",
          "array",
          "object",
          "timestamp",
          "number",
          "format",
          "quality",
          "rollups");

  @Property(tries = 1_000)
  void anyBytes(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 1_000)
  void anyText(@ForAll("texts") String text) {
    check(text.getBytes(UTF_8));
  }

  @Property(tries = 750)
  void mutatedContracts(@ForAll("mutants") String text) {
    check(text.getBytes(UTF_8));
  }

  /**
   * A contract's line taken out, doubled, or put elsewhere changes its structure, not its words.
   */
  @Property(tries = 750)
  void shuffledLines(
      @ForAll("contracts") String contract, @ForAll int from, @ForAll int to, @ForAll int indent) {
    List<String> lines = new java.util.ArrayList<>(contract.lines().toList());
    String line = lines.get(Math.floorMod(from, lines.size()));
    if (indent % 3 == 0) {
      lines.remove(Math.floorMod(from, lines.size()));
    }
    lines.add(
        Math.floorMod(to, lines.size()), " ".repeat(Math.floorMod(indent, 4) * 2) + line.strip());
    check(String.join("\n", lines).getBytes(UTF_8));
  }

  /** What compiles compiles to the same again, and the standard takes it. */
  private static void check(byte[] yaml) {
    Compilation compilation = ContractCompiler.check("fuzz", yaml);
    if (compilation.contract().isPresent()) {
      assertThat(ContractCompiler.compile("fuzz", yaml)).isEqualTo(compilation.compiled());
      assertThat(StandardDocument.faults(yaml)).as(new String(yaml, UTF_8)).isEmpty();
    } else {
      assertThat(compilation.faults())
          .isNotEmpty()
          .allSatisfy(
              fault -> {
                assertThat(fault.line()).isPositive();
                assertThat(fault.path()).isNotBlank();
                assertThat(fault.message()).isNotBlank();
              });
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> contracts() {
    return Arbitraries.of(VALID);
  }

  /** A valid contract with some stretches replaced. */
  @Provide
  Arbitrary<String> mutants() {
    Arbitrary<Mutation> mutation =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(0, 12),
                Arbitraries.of(PIECES))
            .as(Mutation::new);
    return Combinators.combine(contracts(), mutation.list().ofMinSize(1).ofMaxSize(4))
        .as(
            (contract, mutations) -> {
              String text = contract;
              for (Mutation one : mutations) {
                text = one.apply(text);
              }
              return text;
            });
  }

  private record Mutation(double place, int length, String piece) {
    String apply(String text) {
      int start = (int) (place * text.length());
      int end = Math.min(text.length(), start + length);
      return text.substring(0, start) + piece + text.substring(end);
    }
  }

  private static String text(String name) {
    try {
      return new String(ShippedContractsTest.read(name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
