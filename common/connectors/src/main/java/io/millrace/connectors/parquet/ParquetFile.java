package io.millrace.connectors.parquet;

import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/** One file being written: its records wait until there are enough of them for a row group. */
final class ParquetFile<T> implements BulkWriter<T> {

  private final RecordFormat<T> format;
  private final RowWriter record;
  private final OpenFiles files;
  private final RowGroupEncoder encoder;
  private final long rowGroupBytes;
  private final SinkOutput out;
  private final WaitingRecords waiting = new WaitingRecords();
  private final Map<String, SplitRows> rows = new HashMap<>();
  private @Nullable String lastSplit;
  private SplitRows lastRows = new SplitRows();
  private @Nullable ParquetFileWriter writer;

  private static final class SplitRows {
    private long count;
  }

  ParquetFile(
      RecordFormat<T> format,
      RowWriter record,
      OpenFiles files,
      RowGroupEncoder encoder,
      long rowGroupBytes,
      FSDataOutputStream out) {
    this.format = format;
    this.record = record;
    this.files = files;
    this.encoder = encoder;
    this.rowGroupBytes = rowGroupBytes;
    this.out = new SinkOutput(out);
    files.add(waiting);
  }

  @Override
  public void addElement(T element) throws IOException {
    record.clear();
    format.append(element, record);
    files.append(waiting, record);
    String split = format.split(element);
    if (split != null) {
      // Neighbours mostly share a split, and a split's name is mostly one object.
      if (!split.equals(lastSplit)) {
        lastRows = rows.computeIfAbsent(split, first -> new SplitRows());
        lastSplit = split;
      }
      lastRows.count++;
    }
    if (waiting.recordBytes() >= rowGroupBytes) {
      writeRowGroup();
    }
  }

  /** Does nothing: a row group is written when it is full or its file ends. */
  @Override
  public void flush() {}

  @Override
  public void finish() throws IOException {
    if (waiting.count() > 0) {
      writeRowGroup();
    }
    files.remove(waiting);
    Map<String, String> metadata = new HashMap<>(format.metadata());
    rows.forEach(
        (split, splitRows) ->
            metadata.put(FileMetadata.ROWS_PREFIX + split, Long.toString(splitRows.count)));
    writer().end(metadata);
    out.flush();
  }

  private void writeRowGroup() throws IOException {
    encoder.encode(waiting, files, writer());
    out.flush();
  }

  private ParquetFileWriter writer() throws IOException {
    if (writer == null) {
      writer = encoder.start(out, rowGroupBytes);
    }
    return writer;
  }
}
