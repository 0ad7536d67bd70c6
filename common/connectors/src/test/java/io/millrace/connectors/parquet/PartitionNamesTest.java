package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever a value holds, it is one folder under its key, and another than that of other values.
 */
class PartitionNamesTest {

  private static final Path LAKE = Path.of("/lake/storefront/event_date=2026-11-22");

  @Property
  void noValueLeavesItsFolder(@ForAll("awkward") String value) throws CharacterCodingException {
    String folder = PartitionNames.folder("country", value);

    assertThat(folder).startsWith("country=").doesNotContain("/", "\\", "\0", "\n", ":", "?", "#");
    assertThat(folder.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(folder));
    assertThat(folder.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(LAKE.resolve(folder).normalize().getParent()).isEqualTo(LAKE);
  }

  @Property
  void twoValuesShareNone(@ForAll("awkward") String one, @ForAll("awkward") String other) {
    if (!one.equals(other)) {
      assertThat(PartitionNames.folder("k", one)).isNotEqualTo(PartitionNames.folder("k", other));
    }
  }

  @Test
  void loneSurrogatesStayApart() {
    Map<String, String> values = new HashMap<>();
    for (String value : new String[] {"\ud800", "\ud801", "\udfff", "?", "\ufffd", "%3F"}) {
      String other = values.put(PartitionNames.folder("k", value), value);
      assertThat(other).as("shares its folder").isNull();
    }
  }

  @Provide
  Arbitrary<String> awkward() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "..",
            "../",
            "/",
            "\\",
            "'",
            "\"",
            ";",
            "--",
            "\0",
            "\n",
            "=",
            "%2F",
            "%",
            "~",
            ":",
            "?",
            "#",
            "*",
            " ",
            "\u202e",
            "\u200b",
            "\u2024",
            "\uff0e",
            "\uff0f",
            "e\u0301",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "\ufeff",
            "\uffff",
            "\u0085",
            "a",
            "__HIVE_DEFAULT_PARTITION__",
            "x".repeat(1000),
            "\u00e9".repeat(200));
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(6).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(40));
  }
}
