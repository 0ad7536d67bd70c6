package io.millrace.connectors.parquet;

import io.millrace.connectors.parquet.shred.Shredder;
import io.millrace.event.RowReader;
import java.io.IOException;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Turns waiting records into row groups: one at a time for all files of a sink writer, so that only
 * one set of column writers takes memory. Not thread-safe.
 */
final class RowGroupEncoder {

  /** Longer texts are cut in statistics and page indexes: the bounds stay right and small. */
  private static final int STATISTICS_BYTES = 64;

  private final MessageType schema;
  private final Shredder shredder;
  private final ParquetProperties properties;
  private final Zstd zstd;
  private final RowReader row = new RowReader();

  RowGroupEncoder(MessageType schema, Shredder shredder, int compressionLevel) {
    this.schema = schema;
    this.shredder = shredder;
    this.zstd = new Zstd(compressionLevel);
    this.properties =
        ParquetProperties.builder()
            .withColumnIndexTruncateLength(STATISTICS_BYTES)
            .withStatisticsTruncateLength(STATISTICS_BYTES)
            .build();
  }

  /** Starts a file of this encoder's schema. */
  ParquetFileWriter start(OutputFile file, long rowGroupBytes) throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            file, schema, ParquetFileWriter.Mode.CREATE, rowGroupBytes, 0, null, properties);
    writer.start();
    return writer;
  }

  /** Writes the waiting records of one file as a row group of it. */
  void encode(WaitingRecords records, OpenFiles files, ParquetFileWriter file) throws IOException {
    long count = records.count();
    try (ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            zstd,
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled())) {
      shredder.begin(pages);
      files.drain(
          records,
          (bytes, length) -> {
            row.open(bytes);
            while (row.at() < length) {
              shredder.shred(row);
            }
          });
      file.startBlock(count);
      shredder.end();
      pages.flushToFileWriter(file);
      file.endBlock();
    }
  }
}
