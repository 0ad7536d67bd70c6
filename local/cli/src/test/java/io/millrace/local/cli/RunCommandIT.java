package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of a configuration are found before Flink is started. */
class RunCommandIT {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"lake", "rollups", "sessions"})
  void aBadConfigurationIsRefusedWithAllItsFaults(String job) throws IOException {
    CommandRun run =
        run(
            job,
            """
            [{"PropertyGroupId": "source", "PropertyMap": {"type": "kafka", "topik": "orders"}},
             {"PropertyGroupId": "jdbc"}]
            """);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("bad.json:2: PropertyMap of group jdbc is missing")
        .contains("job.contract: missing")
        .contains("source.topik: unknown key; did you mean topic?")
        .contains("source.bootstrap-servers: missing")
        .doesNotContain("Starting Flink")
        .doesNotContain("jdbc.url")
        .doesNotContain("Exception");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void aFileThatIsNoJsonIsRefused() throws IOException {
    CommandRun run = run("lake", "type: kafka");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("malformed JSON").doesNotContain("Starting Flink");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  private CommandRun run(String job, String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), configuration);
    return CommandRun.of(
        "run", job, "--config", file.toString(), "--dir", folder.resolve("state").toString());
  }
}
