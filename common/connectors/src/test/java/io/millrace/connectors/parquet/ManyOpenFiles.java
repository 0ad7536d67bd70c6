package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * Writes to many open files at once in a JVM of its own and prints the most that the waiting
 * records took. Every 500th file goes to the given folder, the others nowhere.
 */
final class ManyOpenFiles {

  static final int FILES = 5_000;
  static final int ROWS_A_FILE = 80;
  static final int KEPT = 500;
  static final long MEMORY = 32L << 20;

  static final StreamContract CONTRACT =
      Contracts.contract("many", field("file", Contracts.INT), field("text", Contracts.TEXT));

  private ManyOpenFiles() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    ParquetFileFactory<Event> factory =
        new ParquetFileFactory<>(
            new EventRecords(CONTRACT), WriterOptions.defaults().withMemoryBytes(MEMORY));
    List<FSDataOutputStream> streams = new ArrayList<>();
    List<BulkWriter<Event>> writers = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      streams.add(
          file % KEPT == 0 ? LocalFile.open(folder.resolve(file + ".parquet")) : new Nowhere());
      writers.add(factory.create(streams.get(file)));
    }
    long most = writeRows(factory, writers);
    for (int file = 0; file < FILES; file++) {
      writers.get(file).finish();
      streams.get(file).close();
      writers.set(file, null); // as the sink lets it go
    }
    System.out.println("most " + most + " left " + factory.heapBytes());
  }

  private static long writeRows(ParquetFileFactory<Event> factory, List<BulkWriter<Event>> writers)
      throws IOException {
    Random random = new Random(7);
    byte[] noise = new byte[100];
    long most = 0;
    for (int row = 0; row < ROWS_A_FILE * FILES; row++) {
      random.nextBytes(noise);
      int file = row % FILES;
      writers
          .get(file)
          .addElement(
              Rows.event(
                  CONTRACT,
                  "id-" + row,
                  Instant.EPOCH.plusSeconds(row),
                  "many-0",
                  row,
                  Map.of("file", file, "text", HexFormat.of().formatHex(noise))));
      most = Math.max(most, factory.heapBytes());
    }
    return most;
  }

  private static final class Nowhere extends FSDataOutputStream {
    private long length;

    @Override
    public long getPos() {
      return length;
    }

    @Override
    public void write(int b) {
      length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      length += count;
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}
