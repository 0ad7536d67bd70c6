package io.millrace.bench;

import io.millrace.bench.program.ThreadTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;

/**
 * What a measured JVM notes of itself in its {@link Window}: Flight Recorder's samples of its Java
 * threads, and what each of its threads took, the collector's and the compiler's too, which Flight
 * Recorder does not see.
 */
final class Profile {

  /** The system property that names the file; none is written without. */
  static final String FILE = "bench.profile";

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
    profile.before = ThreadTimes.cpuMillis();
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
    ThreadTimes.cpuMillis()
        .forEach((name, cpu) -> lines.add(cpu - before.getOrDefault(name, 0L) + "\t" + name));
    Files.write(Path.of(file + ".threads"), lines);
  }
}
