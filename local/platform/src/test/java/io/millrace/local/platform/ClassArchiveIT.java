package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.platform.PlatformSettings.Service;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The classes that one process leaves and the next one maps. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "/proc tells what a process has mapped")
class ClassArchiveIT {

  @Test
  void nextProcessMapsWhatTheFirstLeftUntilTheClassPathChanges() throws Exception {
    Path folder = StateFolders.fresh("classes");
    for (Path left : archives()) {
      Files.delete(left);
    }
    assertThat(mappedBy(folder)).doesNotContain("ObjectStoreMain");
    assertThat(archives()).hasSize(1);
    Path archive = archives().get(0);

    assertThat(mappedBy(folder)).contains(archive.toString());

    Path jar = Path.of(Home.classPath("objectstore").split(File.pathSeparator, 2)[0]);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    assertThat(mappedBy(folder)).doesNotContain("ObjectStoreMain");
    assertThat(archives()).hasSize(1).doesNotContain(archive);
    assertThat(folder.resolve("run")).isEmptyDirectory();
  }

  /** What an object store has mapped that is started and ended. */
  private static String mappedBy(Path folder) throws IOException {
    String maps;
    JavaProcess process;
    try (Platform platform =
        Platform.start(PlatformSettings.in(folder).only(Service.OBJECT_STORE))) {
      process = platform.objectStore().process();
      maps = Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
    }
    assertThat(process.output()).content().doesNotContain("[cds");
    return maps;
  }

  private static List<Path> archives() throws IOException {
    List<Path> archives = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Home.target("objectstore"), "*.jsa*")) {
      files.forEach(archives::add);
    }
    return archives;
  }
}
