package io.millrace.local.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The {@code millrace} command, in a process of its own as {@code ./millrace} starts it, with an
 * environment of its own.
 *
 * @param out standard output
 * @param err standard error
 */
record MillraceProcess(int exitCode, String out, String err) {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final long LIMIT_MINUTES = 5;

  static MillraceProcess run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path module = HOME.resolve("local/cli/target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dmillrace.home=" + HOME,
                "-cp",
                module.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(module.resolve("classpath.txt")).strip(),
                "io.millrace.local.cli.Millrace"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("millrace", ".out");
    Path err = Files.createTempFile("millrace", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder
          .environment()
          .put("FLINK_PLUGINS_DIR", HOME.resolve("local/flink/target/plugins").toString());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new IOException("millrace " + List.of(arguments) + " does not end");
      }
      return new MillraceProcess(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  String all() {
    return out + err;
  }
}
