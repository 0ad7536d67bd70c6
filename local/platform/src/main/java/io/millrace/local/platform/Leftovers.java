package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes of an earlier run of the same state folder, still on their way out.
 *
 * <p>When a run is killed its processes end by themselves, within seconds. A run that starts in
 * between must wait for them: they still hold the data.
 */
final class Leftovers {

  private static final Duration END_LIMIT = Duration.ofSeconds(40);

  private Leftovers() {}

  /** Notes a process, so that a later run knows it. */
  static void record(Path pidFile, ProcessHandle process) throws IOException {
    Files.createDirectories(pidFile.getParent());
    Files.write(pidFile, List.of(Long.toString(process.pid()), startOf(process)));
  }

  /** Waits until all noted processes have ended; those that take too long are killed. */
  static void await(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pid")) {
      for (Path file : files) {
        process(file).ifPresent(Leftovers::awaitEnd);
        Files.delete(file);
      }
    }
  }

  private static Optional<ProcessHandle> process(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      return Optional.empty();
    }
    // A process id is used again; together with its start time it is not.
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(process -> startOf(process).equals(lines.get(1)));
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stuck) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (ExecutionException failure) {
      throw new PlatformException("Cannot wait for process " + process.pid(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted while an earlier run ended", interrupted);
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
