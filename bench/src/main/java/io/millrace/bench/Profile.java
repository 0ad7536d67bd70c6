package io.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;

/**
 * What a measured JVM notes of itself: Flight Recorder's samples of its Java threads, and what each
 * of its threads took, the collector's and the compiler's too, which Flight Recorder does not see.
 */
final class Profile {

  /** The system property that names the file; none is written without. */
  static final String FILE = "bench.profile";

  /** Linux counts 100 a second for {@code /proc}, on every machine that Java runs on. */
  private static final long MILLIS_A_TICK = 10;

  private final Path file;
  private final Recording recording = new Recording();
  private Map<String, Long> before = Map.of();

  private Profile(Path file) {
    this.file = file;
    for (String event : List.of(ProfileReport.JAVA_SAMPLE, ProfileReport.NATIVE_SAMPLE)) {
      recording.enable(event).withPeriod(Duration.ofMillis(10)).withStackTrace();
    }
  }

  /** Begins now. */
  static Profile start(Path file) throws IOException {
    Profile profile = new Profile(file);
    profile.before = cpuMillis();
    profile.recording.start();
    return profile;
  }

  /**
   * Writes {@code FILE} (Flight Recorder's) and {@code FILE.threads} (a line a kind of thread: its
   * CPU milliseconds, a tab, its name).
   */
  void end() throws IOException {
    recording.stop();
    recording.dump(file);
    recording.close();
    List<String> lines = new ArrayList<>();
    cpuMillis()
        .forEach((name, cpu) -> lines.add(cpu - before.getOrDefault(name, 0L) + "\t" + name));
    Files.write(Path.of(file + ".threads"), lines);
  }

  /**
   * CPU milliseconds, user and system, of the live threads by name without its number, and of the
   * process, with the threads that have ended.
   */
  private static Map<String, Long> cpuMillis() throws IOException {
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
        } catch (NoSuchFileException gone) {
          // The thread has ended since it was listed.
        }
      }
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    cpu.put(ProfileReport.PROCESS, TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime()));
    return cpu;
  }
}
