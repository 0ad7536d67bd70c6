package io.millrace.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, and what the build made of it. */
final class Checkout {

  private Checkout() {}

  static Path path(String path) {
    return Path.of(System.getProperty("millrace.home")).toAbsolutePath().resolve(path);
  }

  static String text(String path) {
    try {
      return Files.readString(path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files below a folder whose path matches {@code glob}, in order. */
  static List<Path> files(String folder, String glob) {
    Path root = path(folder);
    var matcher = root.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> matcher.matches(root.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every job's deployable jar: found, never listed. */
  static List<Path> jobJars() {
    return files("jobs", "*/target/millrace-*.jar").stream()
        .filter(jar -> !jar.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
        .toList();
  }
}
