package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table's statements. */
final class TableSql {

  private TableSql() {}

  /** Parameters: all columns but those that the database fills. */
  static String upsert(JdbcTable table) {
    List<String> filled = table.columns().stream().map(Column::name).toList();
    List<String> columns = Stream.concat(filled.stream(), table.commitTimes().stream()).toList();
    String values =
        Stream.concat(
                Collections.nCopies(filled.size(), "?").stream(),
                // Not now(): the driver makes one statement of a batch when there are no
                // parentheses within the values.
                Collections.nCopies(table.commitTimes().size(), "CURRENT_TIMESTAMP").stream())
            .collect(Collectors.joining(","));
    String set =
        columns.stream()
            .filter(column -> !table.keyColumns().contains(column))
            .map(Identifiers::quoted)
            .map(column -> column + " = EXCLUDED." + column)
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + Identifiers.quoted(table.name())
        + " ("
        + Identifiers.quoted(columns)
        + ") VALUES ("
        + values
        + ") ON CONFLICT ("
        + Identifiers.quoted(table.keyColumns())
        + ") DO "
        + (set.isEmpty() ? "NOTHING" : "UPDATE SET " + set);
  }

  /** Parameters: the key's columns. */
  static String delete(JdbcTable table) {
    return "DELETE FROM "
        + Identifiers.quoted(table.name())
        + table.keyColumns().stream()
            .map(column -> Identifiers.quoted(column) + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }
}
