package io.millrace.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a job read its configuration without a cluster, in a process of its own. */
public final class ConfigurationCheck {

  /** As {@code ConfigurationCheckMain} has it. */
  private static final int INVALID = 2;

  private ConfigurationCheck() {}

  /**
   * Why the job could not start with these arguments; empty if its configuration is sound.
   *
   * @param settings of Flink, for a contract on S3 say
   * @throws PlatformException if the job cannot be asked; with what it printed
   */
  public static Optional<String> fault(
      Path jar, List<String> arguments, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Launch.SMALL_JVM);
    command.addAll(FlinkCluster.MODULES);
    // It has nothing to log, and no folder to log to.
    command.add("-Dorg.apache.logging.log4j.level=OFF");
    command.add("io.millrace.local.flink.ConfigurationCheckMain");
    command.add(jar.toString());
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("--");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", Home.classPath("flink"));
    builder
        .environment()
        .put("FLINK_PLUGINS_DIR", Home.resolve("local/flink/target/plugins").toString());
    Path errors = null;
    try {
      errors = Files.createTempFile("millrace-check", ".err");
      Process process = builder.redirectError(Redirect.to(errors.toFile())).start();
      String said;
      try (InputStream out = process.getInputStream()) {
        said = new String(out.readAllBytes(), UTF_8).strip();
      }
      int code = process.waitFor();
      if (code == 0) {
        return Optional.empty();
      } else if (code == INVALID) {
        return Optional.of(said);
      }
      throw new PlatformException(
          "The job cannot read its configuration (exit code " + code + ")" + LogTail.of(errors));
    } catch (IOException failure) {
      throw new PlatformException("The configuration cannot be checked", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted", interrupted);
    } finally {
      delete(errors);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new PlatformException("Cannot delete " + file, failure);
    }
  }
}
