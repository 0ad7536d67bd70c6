package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.bench.Checkout;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each flink-conf/<environment>/config.yaml, read as Flink reads it. */
class FlinkConfTest {

  private static final Map<String, ConfigOption<?>> KNOWN = FlinkOptions.all();

  /** Keys that belong to plugins, which Flink hands over unread. */
  private static final List<Pattern> OF_PLUGINS =
      List.of(
          // flink-s3-fs-hadoop's own names, and Hadoop's by prefix.
          Pattern.compile("s3\\.(endpoint|path\\.style\\.access)"),
          Pattern.compile(
              "fs\\.s3a\\.(endpoint\\.region|attempts\\.maximum|retry\\.(interval|limit|throttle\\.limit))"),
          // A reporter's name stands in the middle of the key.
          Pattern.compile(
              "metrics\\.reporter\\.prom\\.(factory\\.class|port|scope\\.variables\\.excludes)"));

  static List<Path> files() {
    return Checkout.files("flink-conf", "*/config.yaml");
  }

  @Test
  void threeEnvironmentsAreThere() {
    assertThat(files().stream().map(file -> file.getParent().getFileName().toString()))
        .containsExactly("cluster", "docker", "local");
    assertThat(KNOWN).hasSizeGreaterThan(400);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyKeyIsFlinksAndEveryValueIsOfItsType(Path file) {
    Configuration configuration =
        GlobalConfiguration.loadConfiguration(file.getParent().toString());

    assertThat(configuration.keySet()).isNotEmpty();
    for (String key : configuration.keySet()) {
      ConfigOption<?> option = KNOWN.get(key);
      if (option == null) {
        assertThat(OF_PLUGINS).as(key).anyMatch(pattern -> pattern.matcher(key).matches());
      } else {
        assertThatCode(() -> configuration.get(option)).as(key).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void holdsWhatTheGuaranteesNeed(Path file) {
    Map<String, String> settings =
        GlobalConfiguration.loadConfiguration(file.getParent().toString()).toMap();

    assertThat(settings)
        .containsEntry("execution.checkpointing.mode", "EXACTLY_ONCE")
        .containsEntry("execution.checkpointing.unaligned.enabled", "false")
        .containsEntry("state.backend.type", "rocksdb")
        .containsEntry("execution.checkpointing.incremental", "true")
        .containsEntry("taskmanager.network.tcp-connection.enable-reuse-across-jobs", "false")
        .containsEntry("classloader.check-leaked-classloader", "false")
        .containsKeys("execution.checkpointing.interval", "execution.checkpointing.min-pause");
    assertThat(settings.keySet())
        .noneMatch(key -> key.matches(".*(secret|password|access-key|access\\.key|token).*"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everySettingHasItsReason(Path file) throws IOException {
    boolean explained = false;
    for (String line : Files.readAllLines(file)) {
      if (line.isEmpty()) {
        explained = false;
      } else if (line.startsWith("#")) {
        explained = true;
      } else {
        assertThat(explained).as(file + ": " + line).isTrue();
      }
    }
  }

  /** The platform's processes get the one, docker-compose mounts the other. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "docker"})
  void aNameThatWasNotFoundIsSoonAskedForAgain(String environment) throws IOException {
    Properties security = new Properties();
    try (Reader file =
        Files.newBufferedReader(Checkout.resolve("flink-conf/" + environment + "/java.security"))) {
      security.load(file);
    }

    assertThat(security).containsExactly(Map.entry("networkaddress.cache.negative.ttl", "1"));
    assertThat(
            GlobalConfiguration.loadConfiguration(Checkout.resolve("flink-conf/docker").toString())
                .toMap())
        .containsEntry(
            "env.java.opts.all", "-Djava.security.properties=/millrace/flink-conf/java.security");
  }
}
