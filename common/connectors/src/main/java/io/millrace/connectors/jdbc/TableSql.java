package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.util.List;
import java.util.stream.Collectors;

/** A table's statements. */
final class TableSql {

  private TableSql() {}

  /** Parameters: all columns. */
  static String upsert(JdbcTable table) {
    List<String> columns = table.columns().stream().map(Column::name).toList();
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
        + columns.stream().map(column -> "?").collect(Collectors.joining(","))
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

  /** What makes the table. */
  static String create(JdbcTable table) {
    return "CREATE TABLE "
        + Identifiers.quoted(table.name())
        + " (\n"
        + table.columns().stream()
            .map(
                column ->
                    "  "
                        + Identifiers.quoted(column.name())
                        + " "
                        + column.type().sql()
                        + (column.nullable() ? "" : " NOT NULL")
                        + ",\n")
            .collect(Collectors.joining())
        + "  PRIMARY KEY ("
        + Identifiers.quoted(table.keyColumns())
        + ")\n);";
  }
}
