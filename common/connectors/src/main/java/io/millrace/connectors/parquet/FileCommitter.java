package io.millrace.connectors.parquet;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.metrics.Counter;

/**
 * Makes the files of a complete checkpoint visible, one after the other, and counts their bytes,
 * also of those that an earlier attempt had made visible. What cannot be fails the job, with an
 * error that names the file; nothing is passed over.
 */
@SuppressWarnings("try") // A committer of Flink's may throw anything when it is closed.
final class FileCommitter implements Committer<FileSinkCommittable> {

  private final Committer<FileSinkCommittable> committer;
  private final Counter bytes;

  FileCommitter(Committer<FileSinkCommittable> committer, Counter bytes) {
    this.committer = committer;
    this.bytes = bytes;
  }

  @Override
  public void commit(Collection<CommitRequest<FileSinkCommittable>> requests)
      throws IOException, InterruptedException {
    for (CommitRequest<FileSinkCommittable> request : requests) {
      FileSinkCommittable committable = request.getCommittable();
      try {
        committer.commit(List.of(request));
      } catch (IOException failure) {
        throw committable.hasPendingFile()
            ? FileCommitException.of(committable.getPendingFile(), failure)
            : failure;
      }
      if (committable.hasPendingFile()) {
        bytes.inc(committable.getPendingFile().getSize());
      }
    }
  }

  @Override
  public void close() throws Exception {
    committer.close();
  }
}
