package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Applies committables once their checkpoint is complete. Flink calls it checkpoint by checkpoint
 * in their order, and after a recovery with what was pending before anything new: so a later change
 * of a key is never overwritten by an earlier one.
 *
 * <p>While the database is away or busy it blocks its task and tries again (Flink's {@code
 * retryLater} would do so at once, ten times). After {@link JdbcConfig#retryFor()} it fails the
 * job; the committables are in the checkpoint, so the recovery tries them again. Any other error
 * fails the job at once: a committable is never dropped.
 */
final class JdbcCommitter implements Committer<JdbcCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcCommitter.class);

  private final JdbcConfig config;
  private final String job;
  private final String sink;
  private final PatientConnection connection;

  JdbcCommitter(JdbcConfig config, String job, String sink, Counter retries) {
    this.config = config;
    this.job = job;
    this.sink = sink;
    this.connection = new PatientConnection(config, job, sink, retries);
  }

  @Override
  public void commit(Collection<CommitRequest<JdbcCommittable>> requests)
      throws IOException, InterruptedException {
    if (requests.isEmpty()) {
      return;
    }
    List<JdbcCommittable> committables =
        requests.stream().map(CommitRequest::getCommittable).toList();
    boolean[] applied =
        connection.run(
            () -> new CommitTransaction(committables, job, sink, config.markerRetention()));
    int i = 0;
    for (CommitRequest<JdbcCommittable> request : requests) {
      if (!applied[i++]) {
        MDC.put("job", job);
        LOG.info("{} of sink {} had been committed before", request.getCommittable(), sink);
        MDC.remove("job");
        request.signalAlreadyCommitted();
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
