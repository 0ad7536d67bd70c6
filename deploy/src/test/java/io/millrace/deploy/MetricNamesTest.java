package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/metrics.md lists what code registers. That it is reported, and that dashboard and alerts ask
 * for nothing else, is ObservabilityIT's, on running jobs.
 */
class MetricNamesTest {

  private static final Pattern REGISTERED =
      Pattern.compile("\\.(?:counter|gauge|meter|histogram)\\(\\s*\"(\\w+)\"");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)`");

  @Test
  void pageListsEveryMetricOfOurs() {
    Set<String> registered = new TreeSet<>();
    List<Path> sources = new ArrayList<>(Checkout.files("jobs", "*/src/main/java/**.java"));
    sources.addAll(Checkout.files("common", "*/src/main/java/**.java"));
    for (Path source : sources) {
      REGISTERED
          .matcher(Checkout.text(Checkout.resolve("").relativize(source).toString()))
          .results()
          .forEach(name -> registered.add(name.group(1)));
    }
    assertThat(registered).contains("consumed", "written", "duplicate", "rejected", "idsHeld");
    assertThat(documented()).containsAll(registered);
  }

  /** The metrics that have a row on the page. */
  static Set<String> documented() {
    Set<String> rows = new TreeSet<>();
    ROW.matcher(Checkout.text("docs/metrics.md")).results().forEach(row -> rows.add(row.group(1)));
    return rows;
  }
}
