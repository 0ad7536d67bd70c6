package io.millrace.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBytesTest {

  @TempDir private Path folder;

  @Test
  void filesAtAnyDepthCount() throws IOException {
    Files.write(folder.resolve("a"), new byte[100]);
    Files.write(Files.createDirectories(folder.resolve("b/c")).resolve("d"), new byte[23]);
    assertThat(FolderBytes.of(folder)).isEqualTo(123);
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() throws IOException {
    assertThat(FolderBytes.of(folder.resolve("absent"))).isZero();
  }
}
