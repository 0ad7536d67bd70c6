package io.millrace.local.demo;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.RollupTables;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few rows of a rollup's table.
 *
 * @param table its name
 * @param rows those with the greatest first measure
 */
public record RollupSample(String table, ResultTable rows) {

  private static final int ROWS = 5;

  /** Of the contract's first rollup; empty if it has none. */
  static Optional<RollupSample> of(Connection database, StreamContract contract)
      throws SQLException {
    if (contract.rollups().isEmpty()) {
      return Optional.empty();
    }
    RollupDefinition rollup = contract.rollups().get(0);
    JdbcTable table = RollupTables.results(contract, rollup);
    List<String> columns = new ArrayList<>();
    for (JdbcTable.Column column : table.columns()) {
      String name = quoted(column.name());
      switch (column.type()) {
        case TIMESTAMPTZ ->
            columns.add(
                "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS %s"
                    .formatted(name, name));
        case UUID -> {} // Nothing to look at.
        default -> columns.add(name);
      }
    }
    String query =
        "SELECT %s FROM %s ORDER BY %s.%s DESC NULLS LAST, %s.window_start, group_id LIMIT %d"
            .formatted(
                String.join(", ", columns),
                quoted(table.name()),
                quoted(table.name()),
                quoted(rollup.measures().get(0).name()),
                quoted(table.name()),
                ROWS);
    return Optional.of(new RollupSample(table.name(), ResultTable.query(database, query)));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
