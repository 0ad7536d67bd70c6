package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that make a table. All names are quoted, so that none can carry SQL. */
public final class TableDdl {

  private static final String COMMIT_TIME = "when this row was last written: the commit's time";

  private TableDdl() {}

  /**
   * {@code CREATE TABLE IF NOT EXISTS} and the comments on table and columns, each statement ended
   * by a semicolon. Doing it again changes nothing; a table that is there but different stays as it
   * is ({@link JdbcTables#verify} tells).
   *
   * @param schema where the table goes; empty: wherever the search path says
   * @throws IllegalArgumentException if PostgreSQL could not hold the schema's name
   */
  public static String create(JdbcTable table, Optional<String> schema) {
    String name =
        schema.map(in -> Identifiers.quoted(Identifiers.check(in)) + ".").orElse("")
            + Identifiers.quoted(table.name());
    StringBuilder ddl = new StringBuilder("CREATE TABLE IF NOT EXISTS ").append(name);
    ddl.append(" (\n");
    for (Column column : table.columns()) {
      line(ddl, column.name(), column.type(), column.nullable());
    }
    for (String column : table.commitTimes()) {
      line(ddl, column, ColumnType.TIMESTAMPTZ, false);
    }
    ddl.append("  PRIMARY KEY (").append(Identifiers.quoted(table.keyColumns())).append(")\n);");
    comment(ddl, "TABLE " + name, table.comment());
    for (Column column : table.columns()) {
      comment(ddl, "COLUMN " + name + "." + Identifiers.quoted(column.name()), column.comment());
    }
    for (String column : table.commitTimes()) {
      comment(ddl, "COLUMN " + name + "." + Identifiers.quoted(column), COMMIT_TIME);
    }
    return ddl.toString();
  }

  private static void line(StringBuilder ddl, String column, ColumnType type, boolean nullable) {
    ddl.append("  ")
        .append(Identifiers.quoted(column))
        .append(' ')
        .append(type.sql())
        .append(nullable ? "" : " NOT NULL")
        .append(",\n");
  }

  private static void comment(StringBuilder ddl, String of, String text) {
    if (!text.isEmpty()) {
      ddl.append("\nCOMMENT ON ").append(of).append(" IS ").append(literal(text)).append(';');
    }
  }

  /** A string on one line, which no setting of the server and no quote in it can end early. */
  private static String literal(String text) {
    String quoted =
        StorableText.of(text)
            .lines()
            .collect(Collectors.joining(" "))
            .replace("\\", "\\\\")
            .replace("'", "''");
    return (quoted.contains("\\") ? "E'" : "'") + quoted + "'";
  }
}
