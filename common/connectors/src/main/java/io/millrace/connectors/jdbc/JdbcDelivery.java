package io.millrace.connectors.jdbc;

import io.millrace.connectors.config.ParameterGroup;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/** When readers see a job's rows, and what a failure does to them: see docs/jdbc.md. */
public enum JdbcDelivery {
  /** With the checkpoint that they belong to, for good: {@link TwoPhaseJdbcSink}. */
  EXACTLY_ONCE,
  /** Within a second; a failure takes some back until the job has caught up again. */
  UPSERT;

  /** Reads the key {@code delivery} of the group {@code jdbc}; exactly once by default. */
  public static JdbcDelivery from(ParameterGroup jdbc) {
    return jdbc.choice("delivery", JdbcDelivery.class).orElse(EXACTLY_ONCE);
  }

  /**
   * A sink that delivers so.
   *
   * @param job the job's configured name
   * @param name the sink's, in messages and among the database's sessions
   * @param tables every table that a change may name; see {@link JdbcTables#verify}
   * @param together columns of every table's key, or none: changes in which they have the same
   *     values go to one writer, and {@link #EXACTLY_ONCE} shows them in one transaction
   */
  public Sink<RowChange> sink(
      JdbcConfig config, String job, String name, List<JdbcTable> tables, List<String> together) {
    return switch (this) {
      case EXACTLY_ONCE -> new TwoPhaseJdbcSink(config, job, name, tables, together);
      case UPSERT -> new UpsertJdbcSink(config, job, name, tables, together);
    };
  }
}
