package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** Reads the footers of committed files, and nothing else of them, through Flink's file systems. */
public final class LakeFooters {

  private static final int TAIL_BYTES = 8;
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

  private LakeFooters() {}

  /**
   * All committed files below {@code folder}, in order of their paths; none if there is no such
   * folder. Names that begin with {@code .} or {@code _} are not committed files' or other
   * streams'.
   *
   * @throws IOException if a file cannot be read or is not one that Millrace wrote
   */
  public static List<LakeFile> read(Path folder) throws IOException {
    List<LakeFile> files = new ArrayList<>();
    collect(folder.getFileSystem(), folder, "", files);
    return files;
  }

  private static void collect(
      FileSystem fileSystem, Path folder, String partition, List<LakeFile> files)
      throws IOException {
    for (FileStatus status : list(fileSystem, folder)) {
      String name = status.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (status.isDir()) {
        collect(
            fileSystem,
            status.getPath(),
            partition.isEmpty() ? name : partition + "/" + name,
            files);
      } else if (name.endsWith(".parquet")) {
        files.add(read(fileSystem, status, partition));
      }
    }
  }

  private static List<FileStatus> list(FileSystem fileSystem, Path folder) throws IOException {
    FileStatus @Nullable [] found;
    try {
      found = fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return List.of();
    }
    if (found == null) {
      return List.of();
    }
    List<FileStatus> sorted = new ArrayList<>(Arrays.asList(found));
    sorted.sort((a, b) -> a.getPath().compareTo(b.getPath()));
    return sorted;
  }

  private static LakeFile read(FileSystem fileSystem, FileStatus status, String partition)
      throws IOException {
    FileMetaData footer;
    try (FSDataInputStream in = fileSystem.open(status.getPath())) {
      footer = footer(in, status);
    }
    Map<String, String> metadata = new HashMap<>();
    if (footer.isSetKey_value_metadata()) {
      for (KeyValue entry : footer.getKey_value_metadata()) {
        metadata.put(entry.getKey(), entry.getValue());
      }
    }
    return new LakeFile(
        status.getPath(),
        partition,
        footer.getNum_rows(),
        rowsBySplit(metadata),
        required(metadata, FileMetadata.STREAM, status),
        required(metadata, FileMetadata.CONTRACT_ID, status),
        required(metadata, FileMetadata.CONTRACT_VERSION, status));
  }

  private static FileMetaData footer(FSDataInputStream in, FileStatus status) throws IOException {
    long length = status.getLen();
    if (length < MAGIC.length + TAIL_BYTES) {
      throw notParquet(status);
    }
    ByteBuffer tail = ByteBuffer.wrap(read(in, length - TAIL_BYTES, TAIL_BYTES));
    int footerLength = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    long start = length - TAIL_BYTES - footerLength;
    if (!Arrays.equals(magic, MAGIC) || footerLength <= 0 || start < MAGIC.length) {
      throw notParquet(status);
    }
    byte[] bytes = read(in, start, footerLength);
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(bytes), true);
    } catch (IOException e) {
      throw new IOException(status.getPath() + " has a broken footer", e);
    }
  }

  private static byte[] read(FSDataInputStream in, long start, int count) throws IOException {
    in.seek(start);
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("the file ends after " + (start + bytes.length) + " bytes");
    }
    return bytes;
  }

  private static Map<String, Long> rowsBySplit(Map<String, String> metadata) {
    Map<String, Long> rows = new HashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(FileMetadata.ROWS_PREFIX)) {
            rows.put(key.substring(FileMetadata.ROWS_PREFIX.length()), Long.parseLong(value));
          }
        });
    return rows;
  }

  private static String required(Map<String, String> metadata, String key, FileStatus status)
      throws IOException {
    String value = metadata.get(key);
    if (value == null) {
      throw new IOException(status.getPath() + " has no " + key + ": Millrace did not write it");
    }
    return value;
  }

  private static IOException notParquet(FileStatus status) {
    return new IOException(status.getPath() + " is not a Parquet file");
  }
}
