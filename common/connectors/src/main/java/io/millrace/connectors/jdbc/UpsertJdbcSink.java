package io.millrace.connectors.jdbc;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Rows to PostgreSQL tables soon after they are known, at least once: before each checkpoint
 * completes all that came before it is written. After a failure rows since the last checkpoint are
 * written again, so that readers see older values meanwhile; a row whose key only the lost attempt
 * had stays. docs/jdbc.md says what that means for rollups and sessions.
 *
 * <p>As in {@link TwoPhaseJdbcSink} all changes of a key go to one writer, in their order.
 */
final class UpsertJdbcSink implements Sink<RowChange>, SupportsPreWriteTopology<RowChange> {

  private static final long serialVersionUID = 1L;

  private final JdbcConfig config;
  private final String job;
  private final String name;
  private final List<JdbcTable> tables;
  private final List<String> together;

  UpsertJdbcSink(
      JdbcConfig config, String job, String name, List<JdbcTable> tables, List<String> together) {
    KeyPartitioning.check(tables, together);
    this.config = config;
    this.job = job;
    this.name = name;
    this.tables = List.copyOf(tables);
    this.together = List.copyOf(together);
  }

  @Override
  public DataStream<RowChange> addPreWriteTopology(DataStream<RowChange> changes) {
    return KeyPartitioning.of(changes, tables, together);
  }

  @Override
  public UpsertWriter createWriter(WriterInitContext context) {
    return new UpsertWriter(
        tables,
        new PatientConnection(
            config, job, name, context.metricGroup().counter("numTransactionsRetry")),
        context.getProcessingTimeService(),
        context.metricGroup().getNumRecordsSendCounter());
  }
}
