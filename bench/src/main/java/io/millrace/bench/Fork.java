package io.millrace.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a program in a JVM of its own. */
final class Fork {

  /** Every program's: the collector that a JVM takes by itself on a server. */
  static final List<String> JVM_OPTIONS =
      List.of("-Xmx3g", "-XX:+UseG1GC", "--add-opens=java.base/java.util=ALL-UNNAMED");

  private Fork() {}

  /**
   * Waits for its end.
   *
   * @return nanoseconds of CPU time, of all its threads, from its start to its end
   * @throws IOException if it fails, with the end of what it printed
   */
  static long cpuNanos(Program program, Run run) throws IOException, InterruptedException {
    Files.createDirectories(run.lake());
    Path log = run.folder().resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(run.folder().resolve("tmp")));
    if (run.profile() != null) {
      command.add("-D" + Profile.FILE + "=" + run.profile());
    }
    command.addAll(List.of("-cp", classPath(program), Child.class.getName(), program.mainClass()));
    program.flink().forEach((key, value) -> command.add("flink:" + key + "=" + value));
    if (!program.flink().isEmpty()) {
      command.add(
          "flink:execution.checkpointing.dir=" + run.folder().resolve("checkpoints").toUri());
    }
    command.add("--");
    command.addAll(program.arguments().apply(run));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith(Child.ANSWER))
        .map(line -> Long.parseLong(line.substring(Child.ANSWER.length())))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    program
                        + " failed; "
                        + log
                        + " ends:\n"
                        + String.join(
                            "\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()))));
  }

  private static String classPath(Program program) throws IOException {
    Path classes = Checkout.resolve("bench/target/classes");
    if (program.jobJar().isEmpty()) {
      return classes + File.pathSeparator + read("bench/target/classpath.txt");
    }
    Path target = Checkout.resolve("jobs/" + program.jobJar() + "/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file -> file.getFileName().toString().matches("millrace-[a-z]+-[0-9.]+\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IOException("no job jar in " + target + ": build it first"));
      return classes
          + File.pathSeparator
          + jar
          + File.pathSeparator
          + read("local/flink/target/classpath.txt");
    }
  }

  private static String read(String path) throws IOException {
    return Files.readString(Checkout.resolve(path)).strip();
  }
}
