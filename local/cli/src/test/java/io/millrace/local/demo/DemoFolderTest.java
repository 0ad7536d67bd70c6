package io.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

  private static final DemoState STATE =
      new DemoState("storefront", "storefront", "lake-storefront", null);

  @TempDir Path parent;

  @Test
  void aNewOrEmptyFolderIsFine() throws IOException {
    Path folder = parent.resolve("a/b c");
    assertThat(DemoFolder.beginAfresh(folder)).isFalse();
    assertThat(folder).isDirectory();
    assertThat(DemoFolder.beginAfresh(folder)).isFalse();
  }

  @Test
  void anEarlierDemosStateGoesAndNothingElseDoes() throws IOException {
    STATE.save(parent);
    Files.createDirectories(parent.resolve("s3/lake/storefront"));
    Files.writeString(parent.resolve("s3/lake/storefront/part-0.parquet"), "x");
    Files.writeString(parent.resolve("lake-job.json"), "[]");
    Files.writeString(parent.resolve("notes.txt"), "mine");
    assertThat(DemoFolder.beginAfresh(parent)).isTrue();
    assertThat(parent.resolve("s3")).doesNotExist();
    assertThat(parent.resolve("lake-job.json")).doesNotExist();
    assertThat(parent.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aFolderWithOtherThingsIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(parent.resolve("s3"));
    assertThatThrownBy(() -> DemoFolder.beginAfresh(parent))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining(parent.toString())
        .hasMessageContaining("--dir");
    assertThat(parent.resolve("s3")).isDirectory();
  }

  @Test
  void aFileIsRefused() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DemoFolder.beginAfresh(file))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("is not a folder");
  }

  /** A name that is too long: permissions would not stop a test that runs as root. */
  @Test
  void aFolderThatCannotBeMadeIsRefused() {
    Path folder = parent.resolve("x".repeat(300));
    assertThatThrownBy(() -> DemoFolder.beginAfresh(folder))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("--dir");
  }

  @Test
  void aFolderWhoseDemoRunsIsRefusedUntilItsProcessIsGone() throws IOException {
    long me = ProcessHandle.current().pid();
    STATE
        .with(
            new DemoState.Running(
                me, "127.0.0.1:1", "jdbc:postgresql://127.0.0.1:2/x", "http://127.0.0.1:3"))
        .save(parent);
    assertThatThrownBy(() -> DemoFolder.beginAfresh(parent))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("process " + me);
    assertThat(DemoState.of(parent).orElseThrow().alive()).isPresent();
    STATE.with(new DemoState.Running(Long.MAX_VALUE, "", "", "")).save(parent);
    assertThat(DemoFolder.beginAfresh(parent)).isTrue();
  }
}
