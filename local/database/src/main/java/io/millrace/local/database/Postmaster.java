package io.millrace.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server process of a data folder, found by the file in which it notes itself. */
final class Postmaster {

  private static final long STOP_SECONDS = 20;

  private Postmaster() {}

  /** The server that runs on this data folder. */
  static Optional<ProcessHandle> of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream()
        .findFirst()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
        .filter(Postmaster::isPostgres);
  }

  /**
   * Stops the server that still runs on this data folder, because its watch was killed before it
   * could do so. Nothing happens when there is none.
   */
  static void stopLeftover(Path data) throws IOException, InterruptedException {
    Optional<ProcessHandle> server = of(data);
    if (server.isEmpty()) {
      return;
    }
    long pid = server.get().pid();
    System.out.println("Stopping the server that an earlier run left behind: " + pid);
    // SIGINT is its fast shutdown: it does not wait for clients, and writes its checkpoint.
    new ProcessBuilder("sh", "-c", "kill -INT " + pid).inheritIO().start().waitFor();
    awaitEnd(server.get());
  }

  /** Waits until the server has ended. It removes its note shortly before. */
  static void awaitEnd(ProcessHandle server) throws IOException, InterruptedException {
    try {
      server.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new IOException("PostgreSQL process " + server.pid() + " does not stop", stuck);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("/postgres")).orElse(false);
  }
}
