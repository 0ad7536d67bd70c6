package io.millrace.bench.micro;

import io.millrace.connectors.parquet.LakeSink;
import io.millrace.connectors.parquet.ParquetFileFactory;
import io.millrace.connectors.parquet.PositionColumn;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Events to a file of the lake on the local disk: one row group, compressed. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class ParquetBenchmark {

  private Event[] events;
  private ParquetFileFactory<Event> files;
  private Path file;

  @Setup
  public void prepare() throws IOException {
    events = ClickEvents.events();
    file = Files.createTempFile("micro", ".parquet");
    files = LakeSink.files(ClickEvents.contract(), PositionColumn.NUMBER, WriterOptions.defaults());
  }

  @Benchmark
  @OperationsPerInvocation(ClickEvents.COUNT)
  public void file() throws IOException {
    try (FSDataOutputStream out =
        FileSystem.getLocalFileSystem()
            .create(
                org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()),
                FileSystem.WriteMode.OVERWRITE)) {
      BulkWriter<Event> writer = files.create(out);
      for (Event event : events) {
        writer.addElement(event);
      }
      writer.finish();
    }
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }
}
