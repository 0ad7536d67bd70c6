package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedMemoryTest {

  @TempDir Path folder;

  /** 400,000 rows of 270 bytes wait in 5,000 files: 108 MB, in a heap of 64. */
  @Test
  void thousandsOfOpenFilesFitInASmallHeap() throws Exception {
    Path output = folder.resolve("output.txt");
    Path files = Files.createDirectory(folder.resolve("files"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath(),
                ManyOpenFiles.class.getName(),
                files.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    Matcher figures = Pattern.compile("most (\\d+) left (\\d+)").matcher(said);
    assertThat(figures.find()).as(said).isTrue();
    assertThat(Long.parseLong(figures.group(1)))
        .isBetween(ManyOpenFiles.MEMORY / 4, ManyOpenFiles.MEMORY / 2);
    assertThat(figures.group(2)).isEqualTo("0");
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows(
                  "SELECT file, count(*), count(DISTINCT _event_id), min(_position) FROM '"
                      + files
                      + "/*.parquet' GROUP BY file ORDER BY file"))
          .containsExactlyElementsOf(
              IntStream.range(0, ManyOpenFiles.FILES / ManyOpenFiles.KEPT)
                  .mapToObj(
                      i ->
                          Rows.listOf(
                              i * ManyOpenFiles.KEPT,
                              (long) ManyOpenFiles.ROWS_A_FILE,
                              (long) ManyOpenFiles.ROWS_A_FILE,
                              (long) i * ManyOpenFiles.KEPT))
                  .toList());
      assertThat(
              duckDb.column(
                  "SELECT max(row_group_id) FROM parquet_metadata('" + files + "/*.parquet')"))
          .as("one row group a file")
          .containsExactly(0L);
    }
  }

  @Test
  void aLargeFileHasSeveralRowGroupsAndKeepsItsOrder() throws Exception {
    Path file = folder.resolve("large.parquet");
    ParquetFileFactory<Event> factory =
        new ParquetFileFactory<>(
            new EventRecords(ManyOpenFiles.CONTRACT),
            WriterOptions.defaults().withMemoryBytes(WriterOptions.MIN_MEMORY_BYTES));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      events.add(event(i, "x".repeat(i % 10_000 == 0 ? 1_000_000 : 100)));
    }
    // A second file takes room, so that the first is spilled before its row group is full.
    try (FSDataOutputStream other = LocalFile.open(folder.resolve("other.parquet"))) {
      BulkWriter<Event> otherWriter = factory.create(other);
      otherWriter.addElement(event(0, "y".repeat(1_500_000)));
      LocalFile.write(file, factory, events);
      otherWriter.finish();
    }

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows("SELECT _position, length(text) FROM '" + file + "'").stream().toList())
          .containsExactlyElementsOf(
              IntStream.range(0, 40_000)
                  .mapToObj(i -> List.<Object>of((long) i, i % 10_000 == 0 ? 1_000_000L : 100L))
                  .toList());
      assertThat(duckDb.column("SELECT max(row_group_id) FROM parquet_metadata('" + file + "')"))
          .first()
          .satisfies(last -> assertThat((long) last).isBetween(2L, 20L));
    }
    assertThat(factory.heapBytes()).isZero();
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    Path file =
        LocalFile.write(
            folder.resolve("empty.parquet"),
            new ParquetFileFactory<>(
                new EventRecords(ManyOpenFiles.CONTRACT), WriterOptions.defaults()),
            List.of());

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.column("SELECT count(*) FROM '" + file + "'")).containsExactly(0L);
    }
  }

  private static Event event(int i, String text) {
    return Rows.event(
        ManyOpenFiles.CONTRACT,
        "id-" + i,
        Instant.EPOCH.plusSeconds(i),
        "many-0",
        i,
        Map.of("file", 0, "text", text));
  }

  /** Surefire starts its JVM with a jar that names the class path in its manifest. */
  private static String classPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    return surefire == null ? System.getProperty("java.class.path") : surefire;
  }
}
