package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The processes that run on a state folder, as the operating system knows them. */
final class PlatformProcesses {

  private PlatformProcesses() {}

  /**
   * Those that the platform noted, and the database server below one of them with all its workers.
   */
  static Set<ProcessHandle> of(Path folder) throws IOException {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("run"), "*.pid")) {
      for (Path file : files) {
        add(all, file);
      }
    }
    add(all, folder.resolve("postgres/postmaster.pid"));
    return all;
  }

  /** Waits until all have ended, a minute each at the most. */
  static void awaitEnd(Iterable<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(Duration.ofMinutes(1).toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void add(Set<ProcessHandle> all, Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              all.add(process);
              process.descendants().forEach(all::add);
            });
  }
}
