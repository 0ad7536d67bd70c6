package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What {@code docs/scale.md} says a stream takes follows from the constants on that page. */
class ScalePageTest {

  private static final String PAGE = Checkout.text("docs/scale.md");
  private static final Pattern NUMBER = Pattern.compile("([0-9.,]+) ?([kMGT]?)");
  private static final Map<String, Double> UNITS =
      Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12);
  private static final double HOURS = 24 * 30;
  private static final Percentage ROUNDED = Percentage.withPercentage(5);

  private static final double A = constant("a");
  private static final double B = constant("b");
  private static final double HEAP_AN_ID = constant("m");
  private static final double UPLOAD_AN_ID = constant("c");
  private static final double BUSY = constant("u");
  private static final double HEAP_A_KPU = constant("h");

  @Test
  void eachRowFollowsFromTheConstants() {
    List<List<String>> rows = Page.rows(PAGE, "| events a second |");
    assertThat(rows).hasSize(6);
    for (List<String> row : rows) {
      double events = number(row.get(0));
      double horizon = row.get(1).equals("1 day") ? 86_400 : 3_600;
      double cores = events * (A + B * Clicks.BYTES / 1000) / 1e6 / BUSY;
      double heap = events * horizon * HEAP_AN_ID;
      double kpus = Math.ceil(Math.max(cores, heap / HEAP_A_KPU)) + 1;
      assertThat(number(row.get(2))).as("cores: %s", row).isCloseTo(cores, ROUNDED);
      assertThat(number(row.get(3))).as("ids: %s", row).isCloseTo(events * horizon, ROUNDED);
      assertThat(number(row.get(4))).as("heap: %s", row).isCloseTo(heap, ROUNDED);
      assertThat(number(row.get(5))).as("KPUs: %s", row).isEqualTo(kpus);
      assertThat(number(row.get(6))).as("KPU hours: %s", row).isEqualTo(kpus * HOURS);
      assertThat(number(row.get(7)))
          .as("upload: %s", row)
          .isCloseTo(events * UPLOAD_AN_ID, ROUNDED);
    }
  }

  @Test
  void eachPointThatIsMeasuredHasItsRow() {
    assertThat(Page.rows(PAGE, "| series |").stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactlyElementsOf(
            Stream.of(Series.values())
                .flatMap(
                    series ->
                        series.programs().keySet().stream()
                            .map(value -> "`%s` %,d".formatted(series, value)))
                .toList());
  }

  /** The first number in the row of a constant. */
  private static double constant(String name) {
    Matcher row = Pattern.compile("(?m)^\\| `" + name + "`( = |.*?\\| )(.*)$").matcher(PAGE);
    assertThat(row.find()).as(name).isTrue();
    return number(row.group(2));
  }

  private static double number(String text) {
    Matcher number = NUMBER.matcher(text);
    assertThat(number.find()).as(text).isTrue();
    return Double.parseDouble(number.group(1).replace(",", "")) * UNITS.get(number.group(2));
  }
}
