package io.millrace.connectors.parquet;

import io.millrace.event.RowWriter;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of a {@code FileSink}. Each sink writer has its own copy, whose files share one
 * encoder and one bound on memory ({@link WriterOptions}), however many are open. Not thread-safe;
 * its files are written by the sink writer's thread.
 *
 * @param <T> what the files hold
 */
public final class ParquetFileFactory<T> implements BulkWriter.Factory<T> {

  private static final long serialVersionUID = 1L;

  private final RecordFormat<T> format;
  private final WriterOptions options;
  private transient @Nullable Shared shared;

  ParquetFileFactory(RecordFormat<T> format, WriterOptions options) {
    this.format = format;
    this.options = options;
  }

  @Override
  public BulkWriter<T> create(FSDataOutputStream out) throws IOException {
    Shared parts = shared();
    return new ParquetFile<>(
        format, parts.record, parts.files, parts.encoder, options.rowGroupBytes(), out);
  }

  /** How many files are open; for other threads to look at. */
  int openFiles() {
    Shared parts = shared;
    return parts == null ? 0 : parts.files.count();
  }

  /** How many bytes of heap the waiting records of all open files take. */
  long heapBytes() {
    return shared().files.heapBytes();
  }

  private Shared shared() {
    if (shared == null) {
      MessageType schema = format.schema();
      shared =
          new Shared(
              new RowWriter(),
              new OpenFiles(options.waitingBytes(), new SpillFile(options.spillFolder())),
              new RowGroupEncoder(schema, format.shredder(schema), options.compressionLevel()));
    }
    return shared;
  }

  private record Shared(RowWriter record, OpenFiles files, RowGroupEncoder encoder) {}
}
