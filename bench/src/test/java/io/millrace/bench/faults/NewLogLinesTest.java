package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewLogLinesTest {

  @TempDir private Path folder;

  @Test
  void onlyLinesSinceThenCount() throws IOException {
    Path log = folder.resolve("a.log");
    Files.writeString(log, "disk full\nall is well\n");
    NewLogLines lines = new NewLogLines(folder);
    assertThat(lines.count("disk full")).isZero();

    Files.writeString(log, "disk full, disk full\nwell\ndisk full\n", StandardOpenOption.APPEND);
    assertThat(lines.count("disk full")).isEqualTo(2);
  }

  @Test
  void newAndRolledLogsCountFromTheirBeginnings() throws IOException {
    Path rolled = folder.resolve("a.log");
    Files.writeString(rolled, "x".repeat(100));
    NewLogLines lines = new NewLogLines(folder);
    Files.writeString(rolled, "disk full\n");
    Files.writeString(folder.resolve("b.log"), "disk full\n");
    Files.writeString(folder.resolve("b.out"), "disk full\n");
    assertThat(lines.count("disk full")).isEqualTo(2);
  }
}
