package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFeedTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

  @TempDir Path folder;

  @Test
  void eachLineIsARecordWithItsBytesAsTheyAre() throws IOException {
    assertThat(lines("{\"a\":1}\r\n\nnot json\n{\"last\":true}".getBytes(UTF_8)))
        .containsExactly("{\"a\":1}\r", "", "not json", "{\"last\":true}");
  }

  @Test
  void aLineEndAtTheEndBeginsNoRecord() throws IOException {
    assertThat(lines("one\ntwo\n".getBytes(UTF_8))).containsExactly("one", "two");
    assertThat(lines(new byte[0])).isEmpty();
    assertThat(lines("\n".getBytes(UTF_8))).containsExactly("");
  }

  @Test
  void linesLongerThanTheReadBufferStayWhole() throws IOException {
    String longLine = "x".repeat(200_000);
    assertThat(lines(("a\n" + longLine + "\nb").getBytes(UTF_8)))
        .containsExactly("a", longLine, "b");
  }

  @Test
  void gzipIsToldByItsContentNotItsName() throws IOException {
    assertThat(lines(gzip("one\ntwo\n"))).containsExactly("one", "two");
    Path plainByAnotherName = Files.writeString(folder.resolve("plain.gz"), "one\ntwo\n");
    assertThat(FileFeed.of(plainByAnotherName, CLOCK).records()).isEqualTo(2);
  }

  @Test
  void joinedGzipMembersAreOneFile() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(gzip("one\n"));
    joined.write(gzip("two\n"));
    assertThat(lines(joined.toByteArray())).containsExactly("one", "two");
  }

  @Test
  void aCutOffGzipFileNamesItselfAndTheLastWholeLine() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("{\"line\":").append(Mix.of(1, i, 0)).append("}\n");
    }
    byte[] whole = gzip(text.toString());
    Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> FileFeed.of(file, CLOCK))
        .isInstanceOf(FeedException.class)
        .hasMessageMatching(
            ".*cut\\.gz, after line [1-9][0-9]{4}: the gzip data ends early: the file was cut off");
  }

  @Test
  void aDamagedGzipFileNamesItself() throws IOException {
    byte[] bytes = gzip("one\ntwo\n".repeat(1000));
    bytes[bytes.length - 6] ^= 0x55; // Its check sum.
    Path file = Files.write(folder.resolve("damaged.gz"), bytes);
    assertThatThrownBy(() -> FileFeed.of(file, CLOCK))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("damaged.gz, after line 2000: the gzip data is damaged");
  }

  @Test
  void anAbsentFileNamesItself() {
    assertThatThrownBy(() -> FileFeed.of(folder.resolve("absent.ndjson"), CLOCK))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("absent.ndjson");
  }

  @Test
  void equalLinesShareAPartition() throws IOException {
    Path file = Files.writeString(folder.resolve("in"), "a\nb\nc\nd\ne\na\nb\nc\nd\ne\n");
    List<Integer> partitions = new ArrayList<>();
    FileFeed.of(file, CLOCK).forEach(record -> partitions.add(record.partition()));
    assertThat(partitions.subList(0, 5)).isEqualTo(partitions.subList(5, 10));
    assertThat(partitions).allMatch(p -> p >= 0 && p < 4);
    assertThat(partitions.stream().distinct().count()).isGreaterThan(1);
  }

  private List<String> lines(byte[] content) throws IOException {
    FileFeed feed = FileFeed.of(Files.write(folder.resolve("input"), content), CLOCK);
    List<String> lines = new ArrayList<>();
    feed.forEach(
        record -> {
          assertThat(record.recordTime()).isEqualTo(CLOCK.millis());
          lines.add(new String(record.value(), UTF_8));
        });
    assertThat(feed.records()).isEqualTo(lines.size());
    return lines;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
