package io.millrace.bench;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages of what is measured say what there is, and nothing else. */
class SpeedPageTest {

  private static final String PAGE = Checkout.text("docs/speed.md");

  @Test
  void eachProgramHasItsRow() {
    assertThat(rows("| program |").stream().map(cells -> cells.get(0)))
        .containsExactlyElementsOf(Programs.ALL.stream().map(p -> quoted(p.name())).toList());
  }

  @Test
  void eachRatioHasItsRow() {
    assertThat(rows("| ratio |"))
        .containsExactlyElementsOf(
            Ratio.ALL.stream()
                .map(
                    ratio ->
                        List.of(
                            quoted(ratio.name()),
                            ratio.faster().stream()
                                    .map(SpeedPageTest::quoted)
                                    .collect(joining(" + "))
                                + " / "
                                + quoted(ratio.slower()),
                            target(ratio.target())))
                .toList());
  }

  @Test
  void eachOtherFigureHasItsRow() {
    assertThat(rows("| figure |").stream().map(cells -> List.of(cells.get(0), cells.get(2))))
        .containsExactlyElementsOf(
            Gauge.ALL.stream()
                .map(
                    gauge ->
                        List.of(
                            quoted(gauge.name()),
                            (gauge.atMost() ? "at most " : "at least ") + target(gauge.target())))
                .toList());
  }

  @Test
  void ratiosAreOfProgramsThatThereAre() {
    List<String> names = Programs.ALL.stream().map(Program::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(Ratio.ALL)
        .allSatisfy(
            ratio -> assertThat(names).containsAll(ratio.faster()).contains(ratio.slower()));
  }

  @Test
  void commandsOfPagesAndOfCiAreUnderstood() {
    List<String> commands = new ArrayList<>();
    for (String file : List.of("docs/speed.md", "docs/scale.md", ".ci/run")) {
      Pattern.compile("(?:\\./)?bench/(speed|scale)( --[^`\\n]*)")
          .matcher(Checkout.text(file))
          .results()
          .map(MatchResult::group)
          .forEach(commands::add);
    }
    assertThat(commands).hasSizeGreaterThan(5).anyMatch(each -> each.contains("bench/scale"));
    for (String command : commands) {
      String[] words = command.strip().split(" ", -1);
      Object tool = command.contains("bench/scale") ? new Scale() : new Speed();
      List<String> arguments = List.of(words).subList(1, words.length);
      CommandLine line = new CommandLine(tool).setCaseInsensitiveEnumValuesAllowed(true);
      assertThat(line.parseArgs(arguments.toArray(String[]::new)).errors()).as(command).isEmpty();
      if (tool instanceof Speed speed) {
        speed.checkNames();
      }
    }
  }

  private static List<List<String>> rows(String head) {
    return Page.rows(PAGE, head);
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  private static String target(double target) {
    return target < 1 ? String.format(Locale.ROOT, "%.2f", target) : "" + Math.round(target);
  }
}
