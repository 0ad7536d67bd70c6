package io.millrace.bench.program;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What this JVM and its threads have taken of the CPU, user and system. */
public final class ThreadTimes {

  /** Stands for all threads of the process. */
  public static final String PROCESS = "all";

  private static final String COMPILER = "C[12] Compiler.*";

  /** Linux counts 100 a second for {@code /proc}, on every machine that Java runs on. */
  private static final long MILLIS_A_TICK = 10;

  private ThreadTimes() {}

  /** Whether threads of this name compile. */
  public static boolean compiles(String thread) {
    return thread.matches(COMPILER);
  }

  /**
   * Nanoseconds of the process without its compiler's threads. A job compiles in its first minutes
   * and then runs for days; in a benchmark of seconds it compiles all the while. The JVM must run
   * with {@code -XX:-UseDynamicNumberOfCompilerThreads}: a thread that has ended is not seen.
   */
  public static long nanosWithoutCompiler() throws IOException {
    long compiler = 0;
    for (Map.Entry<String, Long> thread : cpuMillis().entrySet()) {
      compiler += compiles(thread.getKey()) ? thread.getValue() : 0;
    }
    return processNanos() - TimeUnit.MILLISECONDS.toNanos(compiler);
  }

  /**
   * CPU milliseconds, user and system, of the live threads by name without its number, and of the
   * process, with the threads that have ended.
   */
  public static Map<String, Long> cpuMillis() throws IOException {
    Map<String, Long> cpu = new TreeMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          String stat = Files.readString(thread.resolve("stat"));
          int nameEnd = stat.lastIndexOf(')');
          String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("#.*", "");
          String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
          long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
          cpu.merge(name, ticks * MILLIS_A_TICK, Long::sum);
        } catch (IOException e) {
          // The thread may have ended since it was listed, or while its file was open.
          if (Files.exists(thread)) {
            throw e;
          }
        }
      }
    }
    cpu.put(PROCESS, TimeUnit.NANOSECONDS.toMillis(processNanos()));
    return cpu;
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
