package io.millrace.connectors.jdbc;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Rows to PostgreSQL tables. All changes of a key, or of keys that belong together, go to one
 * writer in their order, whatever the sink's parallelism.
 */
abstract class JdbcSink implements Sink<RowChange>, SupportsPreWriteTopology<RowChange> {

  private static final long serialVersionUID = 1L;

  final JdbcConfig config;
  final String job;
  final String name;
  final List<JdbcTable> tables;
  private final List<String> together;

  JdbcSink(
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
}
