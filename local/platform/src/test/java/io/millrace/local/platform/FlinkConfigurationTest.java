package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink's configuration file: the template with its changes, and the memory that it promises. */
class FlinkConfigurationTest {

  @TempDir private Path folder;

  @Test
  void changesReplaceAndAddAndCommentsStay() throws IOException {
    Path template =
        template("# Why two.", "taskmanager.numberOfTaskSlots: 2", "", "rest.address: 127.0.0.1");

    FlinkConfiguration.of(
            template, Map.of("taskmanager.numberOfTaskSlots", "4", "rest.port", "8081"))
        .writeInto(folder.resolve("conf"));

    assertThat(Files.readAllLines(folder.resolve("conf/config.yaml")))
        .containsExactly(
            "# Why two.",
            "taskmanager.numberOfTaskSlots: 4",
            "",
            "rest.address: 127.0.0.1",
            "",
            "# ---- Of this run ----",
            "rest.port: 8081");
  }

  /** By Flink itself. */
  @Test
  void aValueStaysOneWhateverItHolds() throws IOException {
    Map<String, String> values =
        Map.of(
            "io.tmp.dirs", "/tmp/a: b #c",
            "web.upload.dir", "/tmp/'quotes\" and \\",
            "env.java.opts.all", "-Dx=1\nrest.port: 1",
            "state.x", "@`%&*!|>{}[],",
            "rest.address", "127.0.0.1",
            "akka.x", " ",
            "y.z", "\u0000\u0085\u202e\u00e9\ud83d\ude00");
    Path conf = folder.resolve("conf");
    FlinkConfiguration.of(template("rest.address: 0.0.0.0"), values).writeInto(conf);

    assertThat(GlobalConfiguration.loadConfiguration(conf.toString()).toMap())
        .containsExactlyInAnyOrderEntriesOf(values);
  }

  @Test
  void aKeyIsNothingElse() throws IOException {
    Path template = template();
    for (String key : List.of("a: b", "a\nb", "", "#", "\"a\"")) {
      assertThatThrownBy(() -> FlinkConfiguration.of(template, Map.of(key, "1")))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("no key");
    }
  }

  @Test
  void memoryFollowsFromTheTemplateAndItsChanges() {
    FlinkConfiguration configuration =
        FlinkConfiguration.of(
            Home.resolve("flink-conf/local/config.yaml"),
            Map.of("taskmanager.memory.task.heap.size", "2g"));

    assertThat(configuration.taskManagerMemory())
        .contains("-Xmx" + ((2L << 30) + (128L << 20)), "-XX:MaxMetaspaceSize=" + (768L << 20));
  }

  @Test
  void sizeThatIsNoneIsNamed() throws IOException {
    Path template = template("taskmanager.memory.framework.heap.size: plenty");

    assertThatThrownBy(() -> FlinkConfiguration.of(template, Map.of()).taskManagerMemory())
        .isInstanceOf(PlatformException.class)
        .hasMessage(
            "Flink setting taskmanager.memory.framework.heap.size: 'plenty' is no size such as 512m or 2g");
  }

  @Test
  void everySettingOfTheTemplateHasItsReason() throws IOException {
    boolean explained = false;
    for (String line : Files.readAllLines(Home.resolve("flink-conf/local/config.yaml"))) {
      if (line.isEmpty()) {
        explained = false;
      } else if (line.startsWith("#")) {
        explained = true;
      } else {
        assertThat(explained).as(line).isTrue();
      }
    }
  }

  private Path template(String... lines) throws IOException {
    return Files.write(folder.resolve("template.yaml"), List.of(lines));
  }
}
