package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.SimpleCounter;

/** Rows through writer and committer without Flink between them. */
final class Requests {

  private Requests() {}

  /** What a writer hands over for these changes, after a trip through the serializer. */
  static List<JdbcCommittable> committables(List<JdbcTable> tables, RowChange... changes)
      throws IOException {
    CollapsingWriter writer = new CollapsingWriter(tables, 0, new SimpleCounter());
    for (RowChange change : changes) {
      writer.write(change, null);
    }
    writer.flush(false);
    JdbcCommittableSerializer serializer = new JdbcCommittableSerializer();
    return writer.prepareCommit().stream()
        .map(
            committable -> {
              try {
                return serializer.deserialize(
                    serializer.getVersion(), serializer.serialize(committable));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  static Collection<CommitRequest<JdbcCommittable>> of(List<JdbcCommittable> committables) {
    return committables.stream().<CommitRequest<JdbcCommittable>>map(Request::new).toList();
  }

  /** Remembers what the committer said of it. */
  static final class Request implements CommitRequest<JdbcCommittable> {
    private final JdbcCommittable committable;
    boolean alreadyCommitted;

    Request(JdbcCommittable committable) {
      this.committable = committable;
    }

    @Override
    public JdbcCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
      throw new AssertionError("a committable was dropped", t);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("Flink would retry at once");
    }

    @Override
    public void updateAndRetryLater(JdbcCommittable changed) {
      throw new AssertionError("Flink would retry at once");
    }

    @Override
    public void signalAlreadyCommitted() {
      alreadyCommitted = true;
    }
  }
}
