package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks, before a job starts, that the database has the tables that its sinks write to. */
public final class JdbcTables {

  private static final String COLUMNS =
      "SELECT a.attname, t.typname, a.attnotnull,"
          + " a.atthasdef OR a.attidentity <> '' AS filled"
          + " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
          + " WHERE a.attrelid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped"
          + " ORDER BY a.attnum";

  /** Unique indexes that ON CONFLICT can go by, each as its columns. */
  private static final String KEYS =
      "SELECT array_agg(a.attname::text) AS columns FROM pg_index i"
          + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
          + " WHERE i.indrelid = to_regclass(quote_ident(?)) AND i.indisunique AND i.indisvalid"
          + " AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL"
          + " GROUP BY i.indexrelid";

  private JdbcTables() {}

  /**
   * Holds each table against the database.
   *
   * @throws JdbcSetupException naming every table that is missing or different, with its DDL, or
   *     why the database cannot be asked
   */
  public static void verify(JdbcConfig config, List<JdbcTable> tables) {
    List<String> faults = new ArrayList<>();
    try (Connection connection = JdbcConnections.open(config, "table check")) {
      for (JdbcTable table : tables) {
        List<String> differences = differences(connection, table);
        if (!differences.isEmpty()) {
          faults.add(
              "table "
                  + Identifiers.quoted(table.name())
                  + ": "
                  + String.join("; ", differences)
                  + ". It should be:\n"
                  + TableSql.create(table));
        }
      }
    } catch (SQLException e) {
      throw JdbcSetupException.of("cannot check the tables", config, e);
    }
    if (!faults.isEmpty()) {
      throw new JdbcSetupException(
          "schema "
              + config.schema()
              + " of "
              + config.address()
              + " does not fit:\n"
              + String.join("\n", faults));
    }
  }

  private static List<String> differences(Connection connection, JdbcTable table)
      throws SQLException {
    Map<String, Found> found = columns(connection, table);
    if (found.isEmpty()) {
      return List.of("is missing");
    }
    List<String> differences = new ArrayList<>();
    for (Column column : table.columns()) {
      difference(column, found.remove(column.name()), differences);
    }
    found.forEach(
        (name, extra) -> {
          if (extra.notNull() && !extra.filled()) {
            differences.add(
                "column " + Identifiers.quoted(name) + " is unknown, NOT NULL and has no default");
          }
        });
    if (!keys(connection, table).contains(Set.copyOf(table.keyColumns()))) {
      differences.add(
          "no primary key or unique index of exactly ("
              + Identifiers.quoted(table.keyColumns())
              + ")");
    }
    return differences;
  }

  private static void difference(Column column, @Nullable Found found, List<String> differences) {
    String name = "column " + Identifiers.quoted(column.name());
    if (found == null) {
      differences.add(name + " is missing");
    } else if (!column.type().fitsIn(found.type())) {
      differences.add(name + " is " + found.type() + ", not " + column.type().sql());
    } else if (column.nullable() && found.notNull()) {
      differences.add(name + " is NOT NULL");
    }
  }

  private static Map<String, Found> columns(Connection connection, JdbcTable table)
      throws SQLException {
    Map<String, Found> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(
              rows.getString(1),
              new Found(rows.getString(2), rows.getBoolean(3), rows.getBoolean(4)));
        }
      }
    }
    return columns;
  }

  private static Set<Set<String>> keys(Connection connection, JdbcTable table) throws SQLException {
    Set<Set<String>> keys = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setString(1, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.add(Set.of((String[]) rows.getArray(1).getArray()));
        }
      }
    }
    return keys;
  }

  private record Found(String type, boolean notNull, boolean filled) {}
}
