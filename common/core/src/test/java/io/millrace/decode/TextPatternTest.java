package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick ways say what the engine says. */
class TextPatternTest {

  private static final String ALPHABET = "abAB01-_.:|^$\\]{} \né😀";
  private static final List<String> PARTS =
      List.of(
          "a", "b", "A", "[ab]", "[A-Z]", "[^a]", "[a-]", "[-a]", "\\d", "\\w", "\\.", "[0-9_.]",
          "[\\]]", "\\-", "0", "-", "_", ".", "(a)", "(?:b|0)", "é", "[é]", "\\^", "[a^]", ":",
          "\\s", "\\n", "[\\d-]", "]");
  private static final List<String> TIMES =
      List.of("", "", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{1,}", "??", "{,2}", "{3,1}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(page_viewed|cart_changed)$",
        "^[A-Z]{2}$",
        "^O-[0-9]{6,12}$",
        "^[A-Z]{2}-[0-9]{4,8}$",
        "^v?\\d+\\.\\d+$",
        "^(?:a|bb|)$",
        "^$"
      })
  void areSimple(String regex) {
    assertThat(SimplePattern.of(regex)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[A-Z]{2}",
        "^a",
        "a$",
        "^a|b$",
        "^(a)(b)$",
        "^a*ab$",
        "^[^a]$",
        "^.$",
        "^(a|b)+$",
        "^é$",
        "^a*?$",
        "^a{1,2}{2}$",
        "^[[:alpha:]]$",
        "^\\bx$",
        "^(a)|(b)$",
        "^a\\$",
        "^[0-9]?1?0$"
      })
  void areNotSimple(String regex) {
    assertThat(SimplePattern.of(regex)).isNull();
  }

  @Property(tries = 3000)
  void agreeWithTheEngine(@ForAll long seed) {
    Random random = new Random(seed);
    String regex = regex(random);
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException notARegex) {
      return;
    }
    TextPattern quick = new TextPattern(pattern);
    for (int i = 0; i < 60; i++) {
      String text = text(random);
      byte[] utf8 = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
      boolean expected = pattern.matcher(text).find();
      for (int twice = 0; twice < 2; twice++) {
        assertThat(quick.matches(utf8, 1, utf8.length - 2))
            .as("%s on '%s'", regex, text)
            .isEqualTo(expected);
      }
    }
  }

  private static String regex(Random random) {
    StringBuilder regex = new StringBuilder(random.nextInt(8) == 0 ? "" : "^");
    boolean group = random.nextInt(3) == 0;
    regex.append(group ? "(" : "");
    for (int i = random.nextInt(4); i >= 0; i--) {
      regex.append(PARTS.get(random.nextInt(PARTS.size())));
      regex.append(TIMES.get(random.nextInt(TIMES.size())));
      regex.append(random.nextInt(6) == 0 ? "|" : "");
    }
    regex.append(group ? ")" : "");
    return regex.append(random.nextInt(8) == 0 ? "" : "$").toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int[] alphabet = ALPHABET.codePoints().toArray();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
