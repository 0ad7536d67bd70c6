package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** State folders of tests, below this module's {@code target/}. */
final class StateFolders {

  private StateFolders() {}

  static Path fresh(String name) throws IOException {
    Path all = Files.createDirectories(Home.resolve("local/platform/target/state"));
    return Files.createTempDirectory(all, name + "-");
  }
}
