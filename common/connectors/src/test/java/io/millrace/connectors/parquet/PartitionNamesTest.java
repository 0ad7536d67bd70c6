package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.AwkwardText;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Whatever a value holds, it is one folder under its key, and another than that of other values.
 */
class PartitionNamesTest {

  private static final Path LAKE = Path.of("/lake/storefront/event_date=2026-11-22");

  @Property
  void noValueLeavesItsFolder(
      @ForAll("awkward") String value, @ForAll @IntRange(min = 32, max = 180) int room)
      throws CharacterCodingException {
    String folder = PartitionNames.folder("country", value, room);

    assertThat(folder).startsWith("country=").doesNotContain("/", "\\", "\0", "\n", ":", "?", "#");
    assertThat(folder.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(folder));
    assertThat(folder.getBytes(UTF_8)).hasSizeLessThanOrEqualTo("country=".length() + room);
    assertThat(LAKE.resolve(folder).normalize().getParent()).isEqualTo(LAKE);
  }

  @Property
  void twoValuesShareNone(@ForAll("awkward") String one, @ForAll("awkward") String other) {
    if (!one.equals(other)) {
      for (int room : new int[] {32, 180}) {
        assertThat(PartitionNames.folder("k", one, room))
            .isNotEqualTo(PartitionNames.folder("k", other, room));
      }
    }
  }

  /** What differs at its end only, or in how an encoding spells it: too rare among any values. */
  @Test
  void valuesThatPassForOneAnotherShareNone() {
    Set<String> values = new HashSet<>();
    for (String start : new String[] {"", "a", "x".repeat(179), "x".repeat(1000)}) {
      AwkwardText.PIECES.forEach(piece -> values.add(start + piece));
      for (String half : new String[] {"\ud801", "\udfff", "\ufffd", "%3F"}) {
        values.add(start + half);
      }
    }
    for (int room : new int[] {32, 64, 180}) {
      Map<String, String> folders = new HashMap<>();
      for (String value : values) {
        String other = folders.put(PartitionNames.folder("k", value, room), value);
        assertThat(other).as("shares the folder of %s", value).isNull();
      }
    }
  }

  @Provide
  Arbitrary<String> awkward() {
    Arbitrary<String> pieces = Arbitraries.of(AwkwardText.PIECES);
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(6).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(40));
  }
}
