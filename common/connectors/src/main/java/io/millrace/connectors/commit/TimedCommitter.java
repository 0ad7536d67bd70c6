package io.millrace.connectors.commit;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.MetricGroup;

/**
 * A committer that says how long its last commit took: gauge {@code lastCommitDuration}, in
 * milliseconds, 0 before the first. A commit is all that one subtask commits of a checkpoint, its
 * retries included; one that fails leaves the gauge as it was.
 *
 * @param <T> a committable
 */
@SuppressWarnings("try") // A committer of Flink's may throw anything when it is closed.
public final class TimedCommitter<T> implements Committer<T> {

  private final Committer<T> committer;
  private volatile long lastMillis;

  public TimedCommitter(Committer<T> committer, MetricGroup metrics) {
    this.committer = committer;
    metrics.gauge("lastCommitDuration", () -> lastMillis);
  }

  @Override
  public void commit(Collection<CommitRequest<T>> requests)
      throws IOException, InterruptedException {
    if (requests.isEmpty()) {
      return;
    }
    long begin = System.nanoTime();
    committer.commit(requests);
    lastMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  @Override
  public void close() throws Exception {
    committer.close();
  }
}
