package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves behind is deleted, and nothing else. */
class ScratchTest {

  @TempDir private Path folder;

  @Test
  void goesWithAllInItButNotWhatItLinksTo() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "data");
    Path scratch = folder.resolve("scratch");
    Files.createDirectories(scratch.resolve("a/b"));
    Files.writeString(scratch.resolve("a/b/file"), "gone");
    Files.createSymbolicLink(scratch.resolve("link"), kept);

    Scratch.delete(scratch);
    Scratch.delete(scratch);

    assertThat(scratch).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("data");
  }
}
