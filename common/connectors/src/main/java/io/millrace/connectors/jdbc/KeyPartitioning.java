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
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/** Sends all changes of a key to one writer, in their order. */
final class KeyPartitioning {

  private KeyPartitioning() {}

  /** Throws {@link IllegalArgumentException} when a sink cannot be made of such tables. */
  static void check(List<JdbcTable> tables, List<String> together) {
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

  /**
   * Adds the exchange.
   *
   * @param together columns of every table's key: changes in which they have the same values go to
   *     one writer, also those of different keys and tables
   */
  static DataStream<RowChange> of(
      DataStream<RowChange> changes, List<JdbcTable> tables, List<String> together) {
    return changes.partitionCustom(new ByHash(), new KeyHash(tables, together));
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
      this.tables = List.copyOf(tables);
      this.together = List.copyOf(together);
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
