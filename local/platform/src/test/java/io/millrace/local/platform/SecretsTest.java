package io.millrace.local.platform;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder's credentials: random, kept, the owner's alone, and in no text that somebody might
 * print.
 */
class SecretsTest {

  @TempDir private Path folder;

  @Test
  void areKeptAndDiffer() {
    Secrets secrets = new Secrets(folder.resolve("one"));
    String key = secrets.value("key");

    assertThat(key).matches("[0-9a-f]{40}").isNotEqualTo(secrets.value("other"));
    assertThat(new Secrets(folder.resolve("one")).value("key")).isEqualTo(key);
    assertThat(new Secrets(folder.resolve("two")).value("key")).isNotEqualTo(key);
  }

  @Test
  void onlyTheirOwnerReadsThem() throws IOException {
    Path file = new Secrets(folder.resolve("secrets")).file("key");

    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void settingsDoNotShowThem() {
    FlinkSettings settings = FlinkSettings.defaults().withEnvironment(Map.of("KEY", "s3cret"));

    assertThat(settings.toString()).contains("KEY").doesNotContain("s3cret");
    assertThat(settings.environment()).containsEntry("KEY", "s3cret");
  }
}
