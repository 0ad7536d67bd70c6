package io.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;

/**
 * What a measured JVM notes of itself once it has warmed up: Flight Recorder's samples of its Java
 * threads, and what each of its threads took, the collector's and the compiler's too, which Flight
 * Recorder does not see.
 */
final class Profile {

  /** The system property that names the file; none is written without. */
  static final String FILE = "bench.profile";

  /** Seconds of CPU time from the JVM's start after which the program counts as warm. */
  private static final long WARM_SECONDS = 20;

  /** Linux counts 100 a second for {@code /proc}, on every machine that Java runs on. */
  private static final long MILLIS_A_TICK = 10;

  private final Path file;
  private final Recording recording = new Recording();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private Map<String, Long> before = Map.of();

  private Profile(Path file) {
    this.file = file;
    for (String event : List.of(ProfileReport.JAVA_SAMPLE, ProfileReport.NATIVE_SAMPLE)) {
      recording.enable(event).withPeriod(Duration.ofMillis(10)).withStackTrace();
    }
  }

  /** Begins as soon as the JVM is warm, in a thread that does next to nothing until then. */
  static Profile startWhenWarm(Path file) {
    Profile profile = new Profile(file);
    Thread waiting =
        new Thread(
            () -> {
              while (profile.system.getProcessCpuTime() < TimeUnit.SECONDS.toNanos(WARM_SECONDS)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
              }
              try {
                profile.begin();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "profile");
    waiting.setDaemon(true);
    waiting.start();
    return profile;
  }

  private synchronized void begin() throws IOException {
    before = cpuMillis();
    recording.start();
  }

  /**
   * Writes {@code FILE} (Flight Recorder's) and {@code FILE.threads} (a line a kind of thread: its
   * CPU milliseconds, a tab, its name).
   *
   * @throws IOException also if the program ended before it was warm
   */
  synchronized void end() throws IOException {
    if (before.isEmpty()) {
      throw new IOException("ended before it was warm: give more --events");
    }
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
  private Map<String, Long> cpuMillis() throws IOException {
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
    cpu.put(ProfileReport.PROCESS, TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime()));
    return cpu;
  }
}
