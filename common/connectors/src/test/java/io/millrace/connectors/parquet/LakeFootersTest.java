package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFootersTest {

  private static final StreamContract CONTRACT = Contracts.contract("orders");

  @TempDir Path folder;

  @Test
  void rowsASplitAndPartition() throws Exception {
    write("event_date=2026-11-22/event_hour=13/part-1.parquet", "orders-0", "orders-1", "orders-0");
    write("event_date=2026-11-22/event_hour=14/part-1.parquet", "orders-1");
    write("event_date=2026-11-22/event_hour=14/.part-2.parquet.inprogress", "orders-1");
    write("_rejected/part-1.parquet", "orders-1");
    Files.writeString(folder.resolve("README.txt"), "not of the lake");

    List<LakeFile> files = LakeFooters.read(flinkPath());

    assertThat(files)
        .extracting(LakeFile::partition, LakeFile::rows, LakeFile::rowsBySplit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "event_date=2026-11-22/event_hour=13", 3L, Map.of("orders-0", 2L, "orders-1", 1L)),
            org.assertj.core.groups.Tuple.tuple(
                "event_date=2026-11-22/event_hour=14", 1L, Map.of("orders-1", 1L)));
  }

  @Test
  void whatIsNotAFileOfTheLakeIsNamed() throws Exception {
    Path whole = write("whole.parquet", "orders-0");
    byte[] bytes = Files.readAllBytes(whole);
    Path broken = whole.resolveSibling("broken.parquet");
    byte[] longFooter = bytes.clone();
    longFooter[bytes.length - 5] = 0x7f;
    for (byte[] content :
        List.of(
            new byte[0],
            "PAR1".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Arrays.copyOf(bytes, bytes.length - 1),
            longFooter)) {
      Files.write(broken, content);

      assertThatThrownBy(() -> LakeFooters.read(flinkPath()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broken.parquet");
    }
  }

  @Test
  void aForeignFileIsNamed() throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.run("COPY (SELECT 1 AS a) TO '" + folder + "/foreign.parquet'");
    }

    assertThatThrownBy(() -> LakeFooters.read(flinkPath()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("foreign.parquet has no millrace.stream");
  }

  private Path write(String name, String... splits) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String split : splits) {
      events.add(Rows.event(CONTRACT, "id", Instant.EPOCH, split, 0, Map.of()));
    }
    return LocalFile.write(
        folder.resolve(name),
        new ParquetFileFactory<>(new EventRecords(CONTRACT), WriterOptions.defaults()),
        events);
  }

  private org.apache.flink.core.fs.Path flinkPath() {
    return org.apache.flink.core.fs.Path.fromLocalFile(folder.toFile());
  }
}
