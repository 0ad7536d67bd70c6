package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, and what the build made of it. */
public final class Checkout {

  private Checkout() {}

  /** A file below it. */
  public static Path resolve(String path) {
    String home = System.getProperty("millrace.home");
    if (home == null) {
      throw new IllegalStateException(
          "start me by a script of ./bench: -Dmillrace.home is not set");
    }
    return Path.of(home).toAbsolutePath().resolve(path);
  }

  /** What a file below it says. */
  public static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** What a file below it holds. */
  public static byte[] bytes(String path) {
    try {
      return Files.readAllBytes(resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files below a folder whose path matches {@code glob}, in order. */
  public static List<Path> files(String folder, String glob) {
    Path root = resolve(folder);
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
  public static List<Path> jobJars() {
    return files("jobs", "*/target/millrace-*.jar").stream()
        .filter(jar -> !jar.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
        .toList();
  }
}
