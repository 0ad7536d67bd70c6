package io.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

  @TempDir Path folder;

  @Test
  void whatFitsIsFine() {
    assertThatCode(() -> DiskRoom.check(200_000, folder, 1_000_000_000)).doesNotThrowAnyException();
    assertThatCode(() -> DiskRoom.check(1, folder.resolve("not/there"))).doesNotThrowAnyException();
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsFigures() {
    assertThatThrownBy(() -> DiskRoom.check(1_000_000, folder, 1_000_000_000))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("--events 1,000,000 needs about 1.9 GB (1,919,430,400 bytes)")
        .hasMessageContaining("1.0 GB (1,000,000,000 bytes) are free")
        .hasMessageContaining("--dir");
    assertThatThrownBy(() -> DiskRoom.check(Long.MAX_VALUE, folder))
        .isInstanceOf(FolderRefusedException.class);
  }
}
