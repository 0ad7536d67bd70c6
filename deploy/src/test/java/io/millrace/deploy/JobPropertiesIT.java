package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The property groups in flink-conf/managed and deploy/docker/jobs, against the jobs' own jars. */
class JobPropertiesIT {

  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  static List<Path> managed() {
    return ofBuiltJobs(Checkout.files("flink-conf/managed", "*.json"));
  }

  static List<Path> docker() {
    return ofBuiltJobs(Checkout.files("deploy/docker/jobs", "*.json"));
  }

  @Test
  void everyJobHasPropertiesForBoth() {
    assertThat(managed().stream().map(JobPropertiesIT::jobOf)).containsExactlyElementsOf(jobs());
    assertThat(docker().stream().map(JobPropertiesIT::jobOf)).containsExactlyElementsOf(jobs());
  }

  /** Secrets are added by Terraform, and the contract lies in a bucket: given here. */
  @ParameterizedTest
  @MethodSource("managed")
  void managedFlinksAreAccepted(Path file) throws Exception {
    Map<String, String> properties = JobProperties.read(file);
    Map<String, String> overrides = overrides(properties);
    overrides.put("jdbc.password", "x");

    assertThat(properties.keySet())
        .noneMatch(key -> key.startsWith("secrets.") || key.equals("jdbc.password"));
    assertThat(JobProperties.accepted(jobOf(file), file, overrides)).contains("job.contract");
  }

  @ParameterizedTest
  @MethodSource("managed")
  void classesThatPropertiesNameAreInTheJar(Path file) throws Exception {
    try (ZipFile jar = new ZipFile(JobProperties.jarOf(jobOf(file)).toFile())) {
      JobProperties.read(file).values().stream()
          .filter(value -> value.matches("(software|org|com)\\.[a-z0-9.]+\\.[A-Z]\\w+.*"))
          .map(value -> value.replaceAll("[ ;].*", "").replace('.', '/') + ".class")
          .forEach(name -> assertThat(jar.getEntry(name)).as(name).isNotNull());
    }
  }

  @ParameterizedTest
  @MethodSource("docker")
  void composeJobsAreAccepted(Path file) throws Exception {
    Map<String, String> properties = JobProperties.read(file);
    Map<String, String> overrides = overrides(properties);
    overrides.put("jdbc.password", "x");

    assertThat(properties.get("jdbc.password")).startsWith("${file:");
    assertThat(JobProperties.accepted(jobOf(file), file, overrides)).contains("job.contract");
  }

  @Test
  void misspeltKeyIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lake.json");
    Files.writeString(
        file,
        Files.readString(Checkout.resolve("flink-conf/managed/lake.json"))
            .replace("\"group-id\"", "\"groupid\""));

    assertThatThrownBy(
            () -> JobProperties.accepted("lake", file, overrides(JobProperties.read(file))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("source.groupid");
  }

  private static Map<String, String> overrides(Map<String, String> properties) {
    assertThat(properties.get("job.contract")).endsWith("/schemas/storefront.odcs.yaml");
    Map<String, String> overrides = new HashMap<>();
    overrides.put("job.contract", Checkout.resolve("schemas/storefront.odcs.yaml").toString());
    overrides.put("secrets.hash-key", KEY);
    if (properties.containsKey("lake.path")) {
      overrides.put("secrets.dead-letter-key", KEY);
    }
    return overrides;
  }

  private static List<Path> ofBuiltJobs(List<Path> files) {
    List<String> jobs = jobs();
    return files.stream().filter(file -> jobs.contains(jobOf(file))).toList();
  }

  private static List<String> jobs() {
    return Checkout.jobJars().stream()
        .map(jar -> jar.getFileName().toString().replaceAll("^millrace-(.*?)-[0-9].*", "$1"))
        .toList();
  }

  private static String jobOf(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }
}
