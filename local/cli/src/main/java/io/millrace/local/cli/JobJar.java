package io.millrace.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars that the build made of the jobs. */
final class JobJar {

  private JobJar() {}

  /** The checkout that the command runs from. */
  static Path home() {
    String home = System.getProperty("millrace.home");
    if (home == null) {
      throw CommandException.badUsage(
          "run ./millrace: it says where the checkout is (millrace.home)");
    }
    return Path.of(home);
  }

  /** Whether there is such a job. */
  static boolean exists(String job) {
    return jobs().contains(job);
  }

  /** The deployable jar of a job, {@code jobs/lake/target/millrace-lake-….jar}. */
  static Path of(String job) {
    if (!exists(job)) {
      throw CommandException.badUsage(
          "no job " + job + "; there are: " + String.join(", ", jobs()));
    }
    Path target = home().resolve("jobs").resolve(job).resolve("target");
    try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.<Path>empty()) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("millrace-" + job + "-[0-9][^-]*\\.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  CommandException.badUsage(
                      "job " + job + " is not built: no jar in " + target + " (mvn package)"));
    } catch (IOException e) {
      throw CommandException.failed(target + " cannot be read", e);
    }
  }

  private static List<String> jobs() {
    try (Stream<Path> folders = Files.list(home().resolve("jobs"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw CommandException.failed("the jobs cannot be listed", e);
    }
  }
}
