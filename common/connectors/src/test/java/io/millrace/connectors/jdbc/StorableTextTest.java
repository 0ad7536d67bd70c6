package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StorableTextTest {

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "zażółć \n\t \u0001 🦉 ''";
    assertThat(StorableText.of(text)).isEqualTo(text);
  }

  @Test
  void whatPostgresCannotHoldIsEscaped() {
    assertThat(StorableText.of("a\0b")).isEqualTo("a␀0b");
    assertThat(StorableText.of("a␀b")).isEqualTo("a␀␀b");
    assertThat(StorableText.of("\udc00\ud800x")).isEqualTo("␀dc00␀d800x");
  }

  @Property
  void storableAndReadableBack(@ForAll("awkward") String text) {
    String stored = StorableText.of(text);
    assertThat(stored).doesNotContain("\0");
    assertThat(new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(stored);
    // That it can be undone means that no two texts become one.
    assertThat(original(stored)).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> awkward() {
    return Arbitraries.of('\0', '\u2400', '\ud83e', '\udd89', '0', 'd', '8', 'x')
        .list()
        .map(
            chars -> {
              StringBuilder text = new StringBuilder();
              chars.forEach(text::append);
              return text.toString();
            });
  }

  private static String original(String stored) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < stored.length(); i++) {
      char c = stored.charAt(i);
      if (c != '\u2400') {
        text.append(c);
        continue;
      }
      switch (stored.charAt(i + 1)) {
        case '\u2400' -> {
          text.append('\u2400');
          i += 1;
        }
        case '0' -> {
          text.append('\0');
          i += 1;
        }
        default -> {
          text.append((char) Integer.parseInt(stored.substring(i + 1, i + 5), 16));
          i += 4;
        }
      }
    }
    return text.toString();
  }
}
