package io.millrace.connectors.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;

/** Writes one file through a factory, as a sink does. */
final class LocalFile {

  private LocalFile() {}

  static <T> Path write(Path file, ParquetFileFactory<T> factory, List<T> values)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (FSDataOutputStream out = open(file)) {
      BulkWriter<T> writer = factory.create(out);
      for (T value : values) {
        writer.addElement(value);
      }
      writer.flush();
      writer.finish();
    }
    return file;
  }

  static FSDataOutputStream open(Path file) throws IOException {
    return FileSystem.getLocalFileSystem()
        .create(
            org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()),
            FileSystem.WriteMode.OVERWRITE);
  }
}
