package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.program.Click;
import io.millrace.bench.program.ClickFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a figure rests on: that a wrong output is found out. */
class OutputsTest {

  private static final Clicks STREAM = new Clicks(1000, 2, 0);
  private static final Program PROGRAM = Programs.ALL.get(0);

  @TempDir private Path lake;

  @Test
  void each_id_once_is_right() throws Exception {
    write(unique());

    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void a_missing_id_is_found() throws Exception {
    write(unique().subList(1, unique().size()));

    assertThatThrownBy(this::check).hasMessageContaining("limit is wrong: ids missing: 1");
  }

  @Test
  void an_id_that_is_there_twice_is_found() throws Exception {
    List<byte[]> events = unique();
    events.add(events.get(0));
    write(events);

    assertThatThrownBy(this::check).hasMessageContaining("rows more than ids: 1");
  }

  @Test
  void an_id_of_another_stream_is_found() throws Exception {
    List<byte[]> events = unique();
    events.add(
        new String(events.get(0), StandardCharsets.UTF_8)
            .replaceFirst("\"event_id\":\"........", "\"event_id\":\"00000000")
            .getBytes(StandardCharsets.UTF_8));
    write(events);

    assertThatThrownBy(this::check).hasMessageContaining("unknown ids: 1");
  }

  @Test
  void another_compression_is_found() throws Exception {
    write(unique(), CompressionCodecName.SNAPPY);

    assertThatThrownBy(this::check).hasMessageContaining("column chunks that are not ZSTD: 16");
  }

  @Test
  void other_columns_are_found() throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT uuid() AS event_id) TO '" + lake + "/part.parquet' (COMPRESSION zstd)");
    }

    assertThatThrownBy(this::check).hasMessageContaining("its columns are [event_id]");
  }

  private void check() throws Exception {
    try (Outputs outputs = new Outputs()) {
      outputs.checkFiles(PROGRAM, STREAM, lake);
    }
  }

  private static List<byte[]> unique() {
    Set<String> seen = new HashSet<>();
    List<byte[]> events = new ArrayList<>();
    STREAM.forEach(
        record -> {
          if (seen.add(new String(record.value(), StandardCharsets.UTF_8))) {
            events.add(record.value());
          }
        });
    return events;
  }

  private void write(List<byte[]> events) throws IOException {
    write(events, CompressionCodecName.ZSTD);
  }

  private void write(List<byte[]> events, CompressionCodecName codec) throws IOException {
    try (ParquetWriter<Click> file =
        ClickFile.create(new LocalOutputFile(lake.resolve("part.parquet")), codec)) {
      for (byte[] event : events) {
        Click click = new Click();
        click.parse(event);
        file.write(click);
      }
    }
  }
}
