package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.PendingFileRecoverable;
import org.junit.jupiter.api.Test;

class FileCommitterTest {

  private final Store store = new Store();
  private final SimpleCounter bytes = new SimpleCounter();
  private final FileCommitter committer = new FileCommitter(store, bytes);

  @Test
  void countsTheBytesOfWhatBecomesVisible() throws Exception {
    committer.commit(requests("a", "b"));

    assertThat(store.visible).containsExactly("a", "b");
    assertThat(bytes.getCount()).isEqualTo(20);
  }

  @Test
  void namesTheFileWhoseUploadWasAborted() {
    store.failing = "b";
    store.failure =
        new IOException(
            "Recovering commit failed for object b. Object does not exist and MultiPart Upload 7"
                + " is not valid.",
            new FileNotFoundException("404: The specified upload does not exist; NoSuchUpload"));

    assertThatThrownBy(() -> committer.commit(requests("a", "b", "c")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://lake/orders/b (10 bytes)")
        .hasMessageContaining("CANNOT be committed any more")
        .hasMessageContaining("lifecycle rule")
        .hasMessageContaining("restore the job from the newest checkpoint or savepoint before")
        .cause()
        .isSameAs(store.failure);
    assertThat(store.visible).containsExactly("a");
    assertThat(bytes.getCount()).isEqualTo(10);
  }

  /** Flink's own words for it are the same. */
  @Test
  void doesNotCallAnUnreachableStoreALoss() {
    store.failing = "a";
    store.failure =
        new IOException(
            "Recovering commit failed for object a. Object does not exist and MultiPart Upload 7"
                + " is not valid.",
            new IOException("503 Slow Down"));

    assertThatThrownBy(() -> committer.commit(requests("a")))
        .hasMessageContaining("s3://lake/orders/a")
        .hasMessageContaining("Nothing is lost")
        .hasMessageNotContaining("CANNOT");
  }

  private static List<Committer.CommitRequest<FileSinkCommittable>> requests(String... names) {
    List<Committer.CommitRequest<FileSinkCommittable>> requests = new ArrayList<>();
    for (String name : names) {
      requests.add(new Request(new FileSinkCommittable("bucket", new Pending(name))));
    }
    return requests;
  }

  private record Pending(String name) implements PendingFileRecoverable {
    @Override
    public Path getPath() {
      return new Path("s3://lake/orders", name);
    }

    @Override
    public long getSize() {
      return 10;
    }
  }

  private static final class Store implements Committer<FileSinkCommittable> {
    private final List<String> visible = new ArrayList<>();
    private String failing = "";
    private IOException failure = new IOException();

    @Override
    public void commit(Collection<CommitRequest<FileSinkCommittable>> requests) throws IOException {
      for (CommitRequest<FileSinkCommittable> request : requests) {
        String name = ((Pending) request.getCommittable().getPendingFile()).name();
        if (name.equals(failing)) {
          throw failure;
        }
        visible.add(name);
      }
    }

    @Override
    public void close() {}
  }

  private record Request(FileSinkCommittable committable)
      implements Committer.CommitRequest<FileSinkCommittable> {
    @Override
    public FileSinkCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void retryLater() {
      throw new AssertionError();
    }

    @Override
    public void updateAndRetryLater(FileSinkCommittable committable) {
      throw new AssertionError();
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError();
    }
  }
}
