package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/**
 * Managed Flink 2.2 and later refuses a job that sets in code what it manages itself. The list is
 * AWS's: "Programmatic Flink configuration properties" in the developer guide of Amazon Managed
 * Service for Apache Flink, as read in November 2026.
 */
class ManagedSettingsTest {

  private static final Pattern ALLOWED =
      Pattern.compile(
          "execution\\.runtime-mode"
              + "|execution\\.checkpointing\\.(interval-during-backlog|unaligned)"
              + "|pipeline\\.(auto-generate-uids|auto-watermark-interval|cached-files|classpaths"
              + "|closure-cleaner-level|force-avro|force-kryo|generic-types|global-job-parameters"
              + "|jars|jobvertex-parallelism-overrides|max-parallelism|name|object-reuse"
              + "|operator-chaining\\..*|serialization-config|vertex-description-mode"
              + "|vertex-name-include-index-prefix"
              + "|watermark-alignment\\.allow-unaligned-source-splits)");

  private static final Pattern SET =
      Pattern.compile("\\.set\\(\\s*(\\w+Options)\\.([A-Z][A-Z0-9_]+)\\s*,");

  private static final Pattern SET_BY_STRING =
      Pattern.compile("\\.setString\\(\\s*\"([^\"]+)\"|\\.set(?:Integer|Long|Boolean)\\(\\s*\"");

  /** Methods of the environment that set what is the cluster's. */
  private static final Pattern FORBIDDEN_CALLS =
      Pattern.compile(
          "\\b(enableCheckpointing|getCheckpointConfig|setStateBackend|setDefaultSavepointDirectory"
              + "|setRestartStrategy|enableChangelogStateBackend|setRuntimeMode"
              + "|setDefaultLocalParallelism|createLocalEnvironment\\w*|createRemoteEnvironment)\\("
              + "|\\benv\\.setParallelism\\(");

  @Test
  void jobsSetOnlyWhatManagedFlinkAllows() throws IOException {
    Map<String, ConfigOption<?>> byField = FlinkOptions.byField();
    List<String> set = new ArrayList<>();
    for (Path source : sources()) {
      String code = Files.readString(source);
      for (Matcher call = SET.matcher(code); call.find(); ) {
        if (isOurs(call.group(1))) {
          continue;
        }
        String field = call.group(1) + "." + call.group(2);
        assertThat(byField.containsKey(field)).as(source + ": " + field).isTrue();
        String key = byField.get(field).key();
        assertThat(key).as(source.toString()).matches(ALLOWED);
        set.add(key);
      }
      assertThat(SET_BY_STRING.matcher(code).find()).as(source + " sets by string").isFalse();
    }
    // The scan sees something.
    assertThat(set).contains("pipeline.object-reuse", "pipeline.generic-types");
  }

  @Test
  void jobsLeaveTheClustersBusinessAlone() throws IOException {
    for (Path source : sources()) {
      Matcher call = FORBIDDEN_CALLS.matcher(Files.readString(source));
      assertThat(call.find() ? call.group() : "").as(source.toString()).isEmpty();
    }
  }

  /** Options of a source of ours: they are set on its own configuration, not on the job's. */
  private static boolean isOurs(String optionsClass) {
    return !Checkout.files("common", "*/src/main/java/**/" + optionsClass + ".java").isEmpty();
  }

  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>(Checkout.files("jobs", "*/src/main/java/**.java"));
    sources.addAll(Checkout.files("common/core", "src/main/java/**.java"));
    sources.addAll(Checkout.files("common/connectors", "src/main/java/**.java"));
    assertThat(sources).hasSizeGreaterThan(100);
    return sources;
  }
}
