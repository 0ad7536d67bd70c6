package io.millrace.connectors.jdbc;

import io.millrace.connectors.commit.TimedCommitter;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Rows to PostgreSQL tables, exactly once: a checkpoint's rows become visible when it is complete,
 * a writer's all in one transaction, and stay so whatever fails.
 *
 * <p>The writer keeps the last change of each key until the checkpoint and hands all over as a
 * committable, which is part of the checkpoint. After it the committer applies the committable
 * together with a marker row (table {@code millrace_commit}, see {@link LedgerTables#migrate}); a
 * committable whose marker is there changes nothing.
 *
 * <p>Changes of one key must arrive in order; the sink itself sends all changes of a key to one
 * writer, whatever its parallelism. Memory: a writer holds one row for each key changed since the
 * last checkpoint. Checkpointing must be on, otherwise rows appear at the end of the input only.
 */
public final class TwoPhaseJdbcSink extends JdbcSink implements SupportsCommitter<JdbcCommittable> {

  private static final long serialVersionUID = 1L;

  /**
   * A sink.
   *
   * @param job the job's configured name; with {@code name} it tells markers apart for people
   * @param tables every table that a change may name; see {@link JdbcTables#verify}
   */
  public TwoPhaseJdbcSink(JdbcConfig config, String job, String name, List<JdbcTable> tables) {
    this(config, job, name, tables, List.of());
  }

  /**
   * A sink in which changes that belong together become visible together, also those of different
   * keys.
   *
   * @param together columns of every table's key: a checkpoint's changes in which they have the
   *     same values are applied in one transaction
   */
  public TwoPhaseJdbcSink(
      JdbcConfig config, String job, String name, List<JdbcTable> tables, List<String> together) {
    super(config, job, name, tables, together);
  }

  @Override
  public CollapsingWriter createWriter(WriterInitContext context) {
    return new CollapsingWriter(
        tables,
        context.getTaskInfo().getIndexOfThisSubtask(),
        context.metricGroup().getNumRecordsSendCounter());
  }

  @Override
  public Committer<JdbcCommittable> createCommitter(CommitterInitContext context) {
    return new TimedCommitter<>(
        new JdbcCommitter(
            config, job, name, context.metricGroup().getNumCommittablesRetryCounter()),
        context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<JdbcCommittable> getCommittableSerializer() {
    return new JdbcCommittableSerializer();
  }
}
