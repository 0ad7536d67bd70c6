package io.millrace.connectors.parquet;

import io.millrace.connectors.commit.TimedCommitter;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A {@link FileSink} that reports what Flink's own does not: {@code openFiles} of each writer, and
 * of each committer {@code bytesCommitted} and {@code lastCommitDuration}. Its state is the file
 * sink's.
 *
 * @param files makes the files of {@code sink}: the same object, also in a task, since both are
 *     serialized together
 */
record MeasuredFileSink<T>(FileSink<T> sink, ParquetFileFactory<T> files)
    implements Sink<T>,
        SupportsWriterState<T, FileWriterBucketState>,
        SupportsWriterState.WithCompatibleState,
        SupportsCommitter<FileSinkCommittable>,
        SupportsPreCommitTopology<FileSinkCommittable, FileSinkCommittable> {

  @Override
  public StatefulSinkWriter<T, FileWriterBucketState> createWriter(WriterInitContext context)
      throws IOException {
    return measured(context, sink.createWriter(context));
  }

  @Override
  public StatefulSinkWriter<T, FileWriterBucketState> restoreWriter(
      WriterInitContext context, Collection<FileWriterBucketState> state) throws IOException {
    return measured(context, sink.restoreWriter(context, state));
  }

  /** The file sink's writer itself, which also is what commits are prepared by. */
  private StatefulSinkWriter<T, FileWriterBucketState> measured(
      WriterInitContext context, StatefulSinkWriter<T, FileWriterBucketState> writer) {
    context.metricGroup().gauge("openFiles", files::openFiles);
    return writer;
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return new TimedCommitter<>(
        new FileCommitter(
            sink.createCommitter(context), context.metricGroup().counter("bytesCommitted")),
        context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Collection<String> getCompatibleWriterStateNames() {
    return sink.getCompatibleWriterStateNames();
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getWriteResultSerializer() {
    return sink.getWriteResultSerializer();
  }

  @Override
  public DataStream<CommittableMessage<FileSinkCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    return sink.addPreCommitTopology(committables);
  }
}
