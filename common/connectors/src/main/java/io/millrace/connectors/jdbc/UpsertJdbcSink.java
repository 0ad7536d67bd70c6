package io.millrace.connectors.jdbc;

import java.util.List;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Rows to PostgreSQL tables soon after they are known, at least once: before each checkpoint
 * completes all that came before it is written. After a failure rows since the last checkpoint are
 * written again, so that readers see older values meanwhile; a row whose key only the lost attempt
 * had stays. docs/jdbc.md says what that means for rollups and sessions.
 */
final class UpsertJdbcSink extends JdbcSink {

  private static final long serialVersionUID = 1L;

  UpsertJdbcSink(
      JdbcConfig config, String job, String name, List<JdbcTable> tables, List<String> together) {
    super(config, job, name, tables, together);
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
