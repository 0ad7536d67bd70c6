package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
   * Waits for the end of a program.
   *
   * @param events what was asked for: see {@link Input}
   * @return what it took in its window
   * @throws IOException if it fails, with the end of what it printed
   */
  static Measured measure(Program program, Run run, long events)
      throws IOException, InterruptedException {
    Files.createDirectories(run.lake());
    Input input = program.input();
    List<String> options = new ArrayList<>();
    if (run.profile() != null) {
      options.add("-D" + Profile.FILE + "=" + run.profile());
    }
    options.add("-D" + Window.RECORDS + "=" + input.from(events) + ":" + input.to(events));
    Map<String, String> flink = new LinkedHashMap<>(program.flink());
    if (!flink.isEmpty()) {
      flink.put("execution.checkpointing.dir", run.checkpoints().toUri().toString());
    }
    try (FolderWatch state = FolderWatch.of(run.checkpoints())) {
      Map<String, Double> figures =
          run(program.code(), options, flink, program.arguments().apply(run), run.folder());
      return new Measured(
          whole(figures, Child.RECORDS),
          whole(figures, Child.CPU_NANOS),
          whole(figures, Child.CLOCK_NANOS),
          state.most());
    }
  }

  /**
   * Waits for the end of a program.
   *
   * @return what it printed as figures
   * @throws IOException if it fails, with the end of what it printed
   */
  static Map<String, Double> figures(
      Code code, Map<String, String> flink, List<String> arguments, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return run(code, List.of(), flink, arguments, folder);
  }

  private static long whole(Map<String, Double> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name).longValue();
  }

  private static Map<String, Double> run(
      Code code,
      List<String> options,
      Map<String, String> flink,
      List<String> arguments,
      Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(code.jvmOptions());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.addAll(List.of("-cp", code.classPath(), Child.class.getName(), code.mainClass()));
    flink.forEach((key, value) -> command.add("flink:" + key + "=" + value));
    command.add(Child.ARGUMENTS);
    command.addAll(arguments);
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
          code.mainClass()
              + " failed; "
              + log
              + " ends:\n"
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
    }
    return figures;
  }
}
