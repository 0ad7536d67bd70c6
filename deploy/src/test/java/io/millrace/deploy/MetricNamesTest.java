package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Dashboard, alerts and docs/metrics.md name metrics that exist. Ours are read from the code that
 * registers them; Flink's and its connectors' from the list below.
 */
class MetricNamesTest {

  private static final Pattern USED =
      Pattern.compile("flink_(jobmanager|taskmanager)_(job_task_operator|job|Status_JVM)_(\\w+)");

  private static final Pattern REGISTERED =
      Pattern.compile("\\.(?:counter|gauge|meter|histogram)\\(\\s*\"(\\w+)\"");

  private static final Pattern GROUP = Pattern.compile("\\.addGroup\\(\\s*\"(\\w+)\"");

  /** Flink 2.3's, from its documentation, "Metrics". */
  private static final Set<String> FLINKS =
      Set.of(
          "numRestarts",
          "numberOfFailedCheckpoints",
          "lastCheckpointDuration",
          "lastCheckpointSize",
          "runningState",
          "currentOutputWatermark",
          "pendingCommittables",
          "successfulCommittables",
          "currentEmitEventTimeLag",
          "watermarkLag",
          "retriedCommittables",
          "KafkaSourceReader_KafkaConsumer_records_lag_max",
          "Memory_Heap_Used",
          "Memory_Heap_Max");

  @Test
  void dashboardNamesOnlyWhatJobsReport() {
    assertKnown("deploy/grafana/dashboards/millrace.json", 20);
  }

  @Test
  void alertsNameOnlyWhatJobsReport() {
    assertKnown("deploy/prometheus/alerts.yml", 7);
  }

  /** Every metric that code registers has its row. */
  @Test
  void pageListsEveryMetricOfOurs() {
    Set<String> documented = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)`").matcher(Checkout.text("docs/metrics.md"));
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(documented).containsAll(registered());
  }

  private static void assertKnown(String file, int atLeast) {
    Set<String> ours = withGroups();
    List<String> used = new ArrayList<>();
    for (Matcher name = USED.matcher(Checkout.text(file)); name.find(); ) {
      used.add(name.group(3));
    }
    assertThat(used).as(file).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(used).as(file).allMatch(name -> FLINKS.contains(name) || ours.contains(name));
  }

  /** Names as the Prometheus reporter makes them: the groups' names in front. */
  private static Set<String> withGroups() {
    Set<String> names = new HashSet<>();
    for (Path source : sources()) {
      String code = read(source);
      List<String> groups = found(GROUP, code);
      String prefix = groups.isEmpty() ? "" : String.join("_", groups) + "_";
      for (String name : found(REGISTERED, code)) {
        names.add(name);
        names.add(prefix + name);
      }
    }
    return names;
  }

  private static Set<String> registered() {
    Set<String> names = new TreeSet<>();
    sources().forEach(source -> names.addAll(found(REGISTERED, read(source))));
    assertThat(names).contains("consumed", "written", "duplicate", "rejected", "idsHeld");
    return names;
  }

  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>(Checkout.files("jobs", "*/src/main/java/**.java"));
    sources.addAll(Checkout.files("common", "*/src/main/java/**.java"));
    return sources;
  }

  private static List<String> found(Pattern pattern, String code) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(code); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
