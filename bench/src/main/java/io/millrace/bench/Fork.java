package io.millrace.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs a program in a JVM of its own. */
final class Fork {

  /** Every program's: the collector that a JVM takes by itself on a server. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx3g",
          "-XX:+UseG1GC",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private Fork() {}

  /**
   * Runs it twice in one JVM and waits for the end.
   *
   * @param warmUp the first run, which loads and compiles its classes
   * @return nanoseconds of CPU time that all threads but the compiler's took for the second run
   * @throws IOException if it fails, with the end of what it printed
   */
  static long cpuNanos(Program program, Run warmUp, Run run)
      throws IOException, InterruptedException {
    Files.createDirectories(warmUp.lake());
    Files.createDirectories(run.lake());
    List<String> options = new ArrayList<>();
    if (run.profile() != null) {
      options.add("-D" + Profile.FILE + "=" + run.profile());
    }
    Map<String, String> flink = new LinkedHashMap<>(program.flink());
    if (!flink.isEmpty()) {
      flink.put(
          "execution.checkpointing.dir", run.folder().resolve("checkpoints").toUri().toString());
    }
    Map<String, Double> figures =
        run(
            options,
            classPath(program),
            program.mainClass(),
            flink,
            List.of(program.arguments().apply(warmUp), program.arguments().apply(run)),
            run.folder());
    return Objects.requireNonNull(figures.get(Child.CPU_NANOS)).longValue();
  }

  /**
   * Waits for the end of a main class of this module.
   *
   * @return what it printed as figures
   * @throws IOException if it fails, with the end of what it printed
   */
  static Map<String, Double> figures(
      String mainClass, Map<String, String> flink, List<String> arguments, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return run(List.of(), ownClassPath(), mainClass, flink, List.of(arguments), folder);
  }

  private static Map<String, Double> run(
      List<String> options,
      String classPath,
      String mainClass,
      Map<String, String> flink,
      List<List<String>> runs,
      Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.addAll(List.of("-cp", classPath, Child.class.getName(), mainClass));
    flink.forEach((key, value) -> command.add("flink:" + key + "=" + value));
    for (List<String> arguments : runs) {
      command.add(Child.ARGUMENTS);
      command.addAll(arguments);
    }
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.startsWith(Child.ANSWER)) {
        String[] parts = line.split(" ", 3);
        figures.put(parts[1], Double.valueOf(parts[2]));
      }
    }
    if (!figures.containsKey(Child.CPU_NANOS)) {
      throw new IOException(
          mainClass
              + " failed; "
              + log
              + " ends:\n"
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
    }
    return figures;
  }

  private static String ownClassPath() throws IOException {
    return Checkout.resolve("bench/target/classes")
        + File.pathSeparator
        + read("bench/target/classpath.txt");
  }

  private static String classPath(Program program) throws IOException {
    if (program.jobJar().isEmpty()) {
      return ownClassPath();
    }
    Path target = Checkout.resolve("jobs/" + program.jobJar() + "/target");
    try (Stream<Path> files = Files.list(target)) {
      Path jar =
          files
              .filter(
                  file -> file.getFileName().toString().matches("millrace-[a-z]+-[0-9.]+\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IOException("no job jar in " + target + ": build it first"));
      return Checkout.resolve("bench/target/classes")
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
