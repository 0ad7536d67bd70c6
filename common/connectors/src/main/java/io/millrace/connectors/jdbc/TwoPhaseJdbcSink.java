package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

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
public final class TwoPhaseJdbcSink
    implements Sink<RowChange>,
        SupportsCommitter<JdbcCommittable>,
        SupportsPreWriteTopology<RowChange> {

  private static final long serialVersionUID = 1L;

  private final JdbcConfig config;
  private final String job;
  private final String name;
  private final List<JdbcTable> tables;
  private final List<String> together;

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
    this.config = config;
    this.job = job;
    this.name = name;
    this.tables = List.copyOf(tables);
    this.together = List.copyOf(together);
    for (JdbcTable table : tables) {
      if (!table.keyColumns().containsAll(together)) {
        throw new IllegalArgumentException(
            "the key of table " + table.name() + " does not have all of " + together);
      }
    }
    Set<String> names = tables.stream().map(JdbcTable::name).collect(Collectors.toSet());
    if (names.size() != tables.size()) {
      throw new IllegalArgumentException("a table is there twice: " + names);
    }
  }

  @Override
  public DataStream<RowChange> addPreWriteTopology(DataStream<RowChange> changes) {
    return changes.partitionCustom(new ByHash(), new KeyHash(tables, together));
  }

  @Override
  public CollapsingWriter createWriter(WriterInitContext context) {
    return new CollapsingWriter(
        tables,
        context.getTaskInfo().getIndexOfThisSubtask(),
        context.metricGroup().getNumRecordsSendCounter());
  }

  @Override
  public JdbcCommitter createCommitter(CommitterInitContext context) {
    return new JdbcCommitter(
        config, job, name, context.metricGroup().getNumCommittablesRetryCounter());
  }

  @Override
  public SimpleVersionedSerializer<JdbcCommittable> getCommittableSerializer() {
    return new JdbcCommittableSerializer();
  }

  private static final class ByHash implements Partitioner<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public int partition(Integer hash, int partitions) {
      return Math.floorMod(hash, partitions);
    }
  }

  /** Hash of table and key, or of the columns that keep changes together. */
  static final class KeyHash
      implements KeySelector<RowChange, Integer>, ResultTypeQueryable<Integer> {
    private static final long serialVersionUID = 1L;

    private final List<JdbcTable> tables;
    private final List<String> together;
    private transient @Nullable Map<String, RowEncoder> encoders;

    KeyHash(List<JdbcTable> tables, List<String> together) {
      this.tables = tables;
      this.together = together;
    }

    @Override
    public Integer getKey(RowChange change) throws IOException {
      Map<String, RowEncoder> byName = encoders;
      if (byName == null) {
        byName = new HashMap<>();
        for (JdbcTable table : tables) {
          List<String> columns = together.isEmpty() ? table.keyColumns() : together;
          byName.put(
              table.name(), new RowEncoder(new JdbcTable(table.name(), table.columns(), columns)));
        }
        encoders = byName;
      }
      RowEncoder encoder = byName.get(change.table());
      // A table that is not there is the writer's to complain about.
      int hash = encoder == null ? 0 : Arrays.hashCode(encoder.key(change));
      return together.isEmpty() ? 31 * hash + change.table().hashCode() : hash;
    }

    @Override
    public TypeInformation<Integer> getProducedType() {
      return Types.INT;
    }
  }
}
