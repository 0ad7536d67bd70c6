package io.millrace.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that outlived its watch, because that was killed before it could stop it. */
final class Orphan {

  private static final long STOP_SECONDS = 20;

  private Orphan() {}

  /**
   * Stops the server that still runs on this data folder, if there is one. Its checkpoint process
   * and clients end with it.
   */
  static void stop(Path data) throws IOException, InterruptedException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessHandle> server =
        Files.readAllLines(file).stream()
            .findFirst()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
            .filter(Orphan::isPostgres);
    if (server.isEmpty()) {
      return;
    }
    System.out.println(
        "Stopping the server that an earlier run left behind: " + server.get().pid());
    // SIGINT is its fast shutdown: it does not wait for clients, and writes its checkpoint.
    new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(server.get().pid()))
        .inheritIO()
        .start()
        .waitFor();
    try {
      server.get().onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new IOException("PostgreSQL process " + server.get().pid() + " does not stop", stuck);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("/postgres")).orElse(false);
  }
}
