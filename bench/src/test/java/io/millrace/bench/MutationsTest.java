package io.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.faults.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The seeded defects of {@code bench/mutate} keep up with the code that they break. */
class MutationsTest {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final String CAUGHT_BY = "Caught-by: ";
  private static final String BENCH = "./bench/faults ";

  @Test
  void everyDefectAppliesToThisCheckout() throws Exception {
    assertThat(patches()).hasSizeGreaterThanOrEqualTo(12);
    for (Path patch : patches()) {
      Process git =
          new ProcessBuilder("git", "apply", "--check", patch.toString())
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), UTF_8);
      assertThat(git.waitFor()).as("%s: %s", patch.getFileName(), said).isZero();
    }
  }

  @Test
  void everyDefectSaysWhatItBreaksAndNamesATestThatIsThere() throws IOException {
    for (Path patch : patches()) {
      List<String> lines = Files.readAllLines(patch);
      assertThat(lines.get(0)).as("%s", patch).startsWith("Breaks: ");
      assertThat(lines.get(1)).as("%s", patch).startsWith(CAUGHT_BY);
      if (lines.get(1).startsWith(CAUGHT_BY + BENCH)) {
        assertThat(new CommandLine(new Faults()).parseArgs(arguments(lines.get(1))).errors())
            .as("%s", patch)
            .isEmpty();
        continue;
      }
      String[] check = lines.get(1).substring(CAUGHT_BY.length()).split("[ #]", 3);
      String source = testSource(HOME.resolve(check[0]), check[1]);
      if (check.length == 3) {
        assertThat(source).as("%s", patch).contains(" " + check[2] + "(");
      }
    }
  }

  private static String[] arguments(String line) {
    return line.substring((CAUGHT_BY + BENCH).length()).split(" ");
  }

  private static List<Path> patches() throws IOException {
    return files(HOME.resolve("bench/mutations"), ".patch");
  }

  private static String testSource(Path module, String test) throws IOException {
    List<Path> sources = files(module.resolve("src/test/java"), "/" + test + ".java");
    assertThat(sources).as("%s of %s", test, module).hasSize(1);
    return Files.readString(sources.get(0));
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }
}
