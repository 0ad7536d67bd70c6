package io.millrace.bench;

import io.millrace.bench.program.Click;
import io.millrace.bench.program.ClickFile;
import io.millrace.local.feed.FeedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** The stream's rows in files that differ in nothing but compression. */
final class FileSizes {

  /** Enough for a row group. */
  private static final long RECORDS = 400_000;

  private FileSizes() {}

  /** The size with ZSTD, at the lake's level, by the size with Snappy. */
  static double zstdToSnappy(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path zstd = folder.resolve("zstd.parquet");
    Path snappy = folder.resolve("snappy.parquet");
    Click click = new Click();
    click.split = "clicks-0";
    try (ParquetWriter<Click> first =
            ClickFile.create(new LocalOutputFile(zstd), CompressionCodecName.ZSTD);
        ParquetWriter<Click> second =
            ClickFile.create(new LocalOutputFile(snappy), CompressionCodecName.SNAPPY)) {
      Input.EVEN
          .of(RECORDS)
          .forEach(
              record -> {
                write(record, click, first);
                write(record, click, second);
                click.position++;
              });
    }
    System.err.printf(
        "%,d rows: ZSTD %,d bytes, Snappy %,d bytes%n",
        RECORDS, Files.size(zstd), Files.size(snappy));
    return (double) Files.size(zstd) / Files.size(snappy);
  }

  private static void write(FeedRecord record, Click click, ParquetWriter<Click> file) {
    try {
      click.parse(Objects.requireNonNull(record.value()));
      click.recordTime = click.occurredAt;
      file.write(click);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
