package io.millrace.connectors.parquet;

import io.millrace.connectors.config.ParameterGroup;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.flink.configuration.MemorySize;

/**
 * How a sink writes its files.
 *
 * @param memoryBytes how much heap the records of all open files of one sink subtask may take. One
 *     half is for records that wait: past it, the largest files' records go to a temporary file. A
 *     file's row group is written once its records reach the other half, and is built up in it.
 * @param compressionLevel ZSTD's, 1 to 22
 * @param spillDirectory where the temporary file is made: a local folder of the TaskManager; empty
 *     for its JVM's temporary folder. The file has no name while it is open, so nothing stays
 *     behind however the process ends
 */
public record WriterOptions(long memoryBytes, int compressionLevel, String spillDirectory)
    implements Serializable {

  /** Less than this leaves no room for the chunks that records wait in. */
  public static final long MIN_MEMORY_BYTES = 4L << 20;

  /** 128 MiB a subtask, ZSTD level 3, the JVM's temporary folder. */
  public static WriterOptions defaults() {
    return new WriterOptions(128L << 20, 3, "");
  }

  /** Reads {@code writer-memory}, {@code compression-level} and {@code spill-directory}. */
  public static WriterOptions from(ParameterGroup lake) {
    WriterOptions byDefault = defaults();
    return new WriterOptions(
        lake.memorySize("writer-memory")
            .atLeast(new MemorySize(MIN_MEMORY_BYTES))
            .orElse(new MemorySize(byDefault.memoryBytes()))
            .getBytes(),
        lake.integer("compression-level")
            .atLeast(1)
            .atMost(22)
            .orElse(byDefault.compressionLevel()),
        lake.text("spill-directory").orElse(byDefault.spillDirectory()));
  }

  public WriterOptions {
    if (memoryBytes < MIN_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "writer memory of " + memoryBytes + " bytes is less than " + MIN_MEMORY_BYTES);
    }
    if (compressionLevel < 1 || compressionLevel > 22) {
      throw new IllegalArgumentException(
          "compression level " + compressionLevel + " is not in 1 to 22");
    }
  }

  /** These options with another {@code memoryBytes}. */
  public WriterOptions withMemoryBytes(long bytes) {
    return new WriterOptions(bytes, compressionLevel, spillDirectory);
  }

  long waitingBytes() {
    return memoryBytes / 2;
  }

  long rowGroupBytes() {
    return memoryBytes / 2;
  }

  /** Asked for where the files are written: another machine than where the job was submitted. */
  Path spillFolder() {
    return Path.of(
        spillDirectory.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : spillDirectory);
  }
}
