package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;

/** The manifests for the Flink Kubernetes Operator: one a job, the same but for names. */
class KubernetesTest {

  private static final Pattern SETTING =
      Pattern.compile("(?m)^    ([a-z][\\w.-]+): \"?([^\"\\n]+)\"?$");

  /** What Kubernetes does in another way, or sizes of a pod instead of a machine. */
  private static final List<String> DIFFERENT =
      List.of(
          "high-availability.type", "taskmanager.numberOfTaskSlots", "metrics.reporter.prom.port");

  @Test
  void everyJobHasOneLikeTheOthers() {
    List<String> jobs =
        Checkout.files("flink-conf/managed", "*.json").stream().map(KubernetesTest::name).toList();
    assertThat(manifests().stream().map(KubernetesTest::name)).containsExactlyElementsOf(jobs);

    assertThat(manifests().stream().map(KubernetesTest::withoutNames).distinct()).hasSize(1);
  }

  @Test
  void settingsAreFlinksAndThoseOfTheCluster() {
    Map<String, String> cluster =
        GlobalConfiguration.loadConfiguration(Checkout.resolve("flink-conf/cluster").toString())
            .toMap();
    Map<String, String> settings = settings(manifests().get(0));

    assertThat(settings).hasSizeGreaterThan(20);
    assertThat(FlinkOptions.all().keySet())
        .containsAll(
            settings.keySet().stream()
                .filter(key -> !key.startsWith("metrics.reporter.") && !key.startsWith("fs.s3a."))
                .toList());
    settings.forEach(
        (key, value) -> {
          if (!DIFFERENT.contains(key)) {
            assertThat(value).as(key).isEqualTo(cluster.get(key));
          }
        });
    assertThat(settings.keySet())
        .as("what the cluster has to be correct, and seen")
        .containsAll(
            cluster.keySet().stream()
                .filter(
                    key ->
                        key.matches(
                            "(execution|restart-strategy|task|taskmanager\\.network|metrics)\\..*"))
                .filter(key -> !key.equals("execution.checkpointing.storage"))
                .toList());
  }

  private static List<Path> manifests() {
    return Checkout.files("deploy/kubernetes", "*.yaml");
  }

  private static Map<String, String> settings(Path manifest) {
    String text = text(manifest);
    Map<String, String> settings = new TreeMap<>();
    SETTING
        .matcher(
            text.substring(text.indexOf("  flinkConfiguration:"), text.indexOf("  jobManager:")))
        .results()
        .forEach(setting -> settings.put(setting.group(1), setting.group(2)));
    return settings;
  }

  /** Only the lake's dead letters have a key of their own. */
  private static String withoutNames(Path manifest) {
    return text(manifest).replace(name(manifest), "JOB").replace(", dead-letter-key", "");
  }

  private static String text(Path manifest) {
    return Checkout.text("deploy/kubernetes/" + manifest.getFileName());
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceAll("\\..*", "");
  }
}
