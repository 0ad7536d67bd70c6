package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  @TempDir private Path folder;

  /** Java 17 with such an option and -XX:ArchiveClassesAtExit ends before it has begun. */
  @Test
  void nothingIsAskedOfJvmWithAnAgent() throws IOException {
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      assertThat(options(Map.of(variable, "-agentlib:jdwp=transport=dt_socket"))).isEmpty();
      assertThat(options(Map.of(variable, "-Xss1m")))
          .contains("-XX:ArchiveClassesAtExit=" + launch().classArchive());
    }
  }

  @Test
  void whatNobodyWaitedForIsRemoved() throws IOException {
    Files.createDirectories(launch().classArchive().getParent());
    Files.createFile(launch().classArchive());

    options(Map.of());

    assertThat(launch().classArchive()).doesNotExist();
  }

  private List<String> options(Map<String, String> environment) throws IOException {
    return ClassArchive.of(launch(), "a.jar", environment).jvmOptions();
  }

  private Launch launch() {
    return new Launch("store", "objectstore", "a.Main", List.of(), List.of(), Map.of(), folder);
  }
}
