package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of an earlier run, which hold its data a little longer than it lived. */
class LeftoversTest {

  @TempDir private Path folder;

  @Test
  void areWaitedFor() throws Exception {
    // Ends when its standard input does, as the platform's processes do.
    Process process = new ProcessBuilder("cat").start();
    Leftovers.record(folder.resolve("one.pid"), process.toHandle());

    CompletableFuture<Void> waiting = CompletableFuture.runAsync(this::await);
    try (OutputStream input = process.getOutputStream()) {
      assertThat(waiting).isNotDone();
      input.flush();
    }
    waiting.join();

    assertThat(process.isAlive()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void processThatHasTheSameIdIsNone() throws Exception {
    Path file = folder.resolve("one.pid");
    Leftovers.record(file, ProcessHandle.current());
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), "2001-01-01T00:00:00Z"));

    await();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void halfWrittenNoteIsNone() throws Exception {
    Files.writeString(folder.resolve("one.pid"), "12");

    await();

    assertThat(folder).isEmptyDirectory();
  }

  private void await() {
    try {
      Leftovers.await(folder);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
