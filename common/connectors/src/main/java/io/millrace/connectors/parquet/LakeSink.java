package io.millrace.connectors.parquet;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.LakePartitioner;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The lake's sink: accepted events as Parquet files under {@code <lake>/<stream>/<partition>/},
 * each visible once the checkpoint that closed it has completed. A subtask writes one file a
 * partition and checkpoint.
 */
public final class LakeSink {

  private LakeSink() {}

  /**
   * A sink of {@code contract}'s events. Building it touches the lake's file system.
   *
   * @param lake the lake's folder, {@code s3://lake}
   * @param partitioner gives each event's folder below the stream's; the one that the ledger counts
   *     by
   * @param positions how the source's positions are filed
   */
  public static Sink<Event> create(
      Path lake,
      StreamContract contract,
      LakePartitioner partitioner,
      PositionColumn positions,
      WriterOptions options) {
    return sink(
        streamFolder(lake, contract), files(contract, positions, options), partitioner::partition);
  }

  /** What makes the sink's files. */
  public static ParquetFileFactory<Event> files(
      StreamContract contract, PositionColumn positions, WriterOptions options) {
    return new ParquetFileFactory<>(new EventRecords(contract, positions), options);
  }

  /** The folder that holds {@code contract}'s partitions. */
  public static Path streamFolder(Path lake, StreamContract contract) {
    return new Path(lake, contract.name());
  }

  static <T> Sink<T> sink(Path folder, ParquetFileFactory<T> factory, FolderOf<T> folderOf) {
    return new MeasuredFileSink<>(
        FileSink.forBulkFormat(folder, factory)
            .withBucketAssigner(new Folders<>(folderOf))
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .withOutputFileConfig(new OutputFileConfig("part", ".parquet"))
            .build(),
        factory);
  }

  /** The folder of a value below the sink's. */
  @FunctionalInterface
  interface FolderOf<T> extends java.io.Serializable {
    String folder(T value);
  }

  private record Folders<T>(FolderOf<T> folderOf) implements BucketAssigner<T, String> {
    @Override
    public String getBucketId(T value, Context context) {
      return folderOf.folder(value);
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
