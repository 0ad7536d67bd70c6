package io.millrace.local.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Copies PostgreSQL tables into DuckDB over JDBC: DuckDB's own reader would be a download. */
final class TableCopy {

  private static final int FETCH_ROWS = 10_000;
  private static final String STAGING = "staging";

  /** Of DuckDB's decimals. */
  private static final int MOST_DIGITS = 38;

  private final Connection postgres;
  private final Connection duckdb;

  TableCopy(Connection postgres, Connection duckdb) {
    this.postgres = postgres;
    this.duckdb = duckdb;
  }

  void copyAll(String fromSchema, String toSchema) throws SQLException {
    postgres.setAutoCommit(false); // A cursor, and one consistent view of all tables.
    duckdb.setAutoCommit(false);
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + LakeDatabase.identifier(toSchema));
    }
    for (String table : tables(fromSchema)) {
      copy(qualified(fromSchema, table), qualified(toSchema, table));
    }
    duckdb.commit();
    duckdb.setAutoCommit(true);
    postgres.rollback();
  }

  private List<String> tables(String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement =
        postgres.prepareStatement(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  private void copy(String from, String to) throws SQLException {
    try (Statement select = postgres.createStatement()) {
      select.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = select.executeQuery("SELECT * FROM " + from)) {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> types = columnTypes(from, meta);
        create("TABLE " + to, meta, types);
        create("TEMP TABLE " + STAGING, meta, Collections.nCopies(types.size(), "VARCHAR"));
        append(rows, types.size());
      }
    }
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("INSERT INTO " + to + " SELECT * FROM " + STAGING);
      statement.execute("DROP TABLE " + STAGING);
    }
  }

  /** As text, which is quick, and which DuckDB casts to the columns' types afterwards. */
  private void append(ResultSet rows, int columns) throws SQLException {
    try (DuckDBAppender appender =
        duckdb.unwrap(DuckDBConnection.class).createAppender("temp", "main", STAGING)) {
      while (rows.next()) {
        appender.beginRow();
        for (int i = 1; i <= columns; i++) {
          appender.append(rows.getString(i));
        }
        appender.endRow();
      }
    }
  }

  private void create(String what, ResultSetMetaData meta, List<String> types) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= types.size(); i++) {
      columns.add(LakeDatabase.identifier(meta.getColumnName(i)) + " " + types.get(i - 1));
    }
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("CREATE " + what + " (" + String.join(", ", columns) + ")");
    }
  }

  private List<String> columnTypes(String table, ResultSetMetaData meta) throws SQLException {
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      boolean numeric = meta.getColumnType(i) == Types.NUMERIC;
      types.add(
          numeric && meta.getPrecision(i) == 0
              ? fittingDecimal(table, meta.getColumnName(i))
              : type(meta, i));
    }
    return types;
  }

  /** What DuckDB has no equal for is copied as PostgreSQL's text. */
  private static String type(ResultSetMetaData meta, int column) throws SQLException {
    return switch (meta.getColumnType(column)) {
      case Types.SMALLINT -> "SMALLINT";
      case Types.INTEGER -> "INTEGER";
      case Types.BIGINT -> "BIGINT";
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> "DOUBLE";
      case Types.BIT, Types.BOOLEAN -> "BOOLEAN";
      case Types.NUMERIC -> decimal(meta.getPrecision(column), meta.getScale(column));
      case Types.DATE -> "DATE";
      case Types.TIMESTAMP ->
          meta.getColumnTypeName(column).equals("timestamptz") ? "TIMESTAMPTZ" : "TIMESTAMP";
      default -> "VARCHAR";
    };
  }

  /** For a {@code numeric} without a precision: by the values that it holds. */
  private String fittingDecimal(String table, String column) throws SQLException {
    String name = LakeDatabase.identifier(column);
    try (Statement statement = postgres.createStatement();
        ResultSet widest =
            statement.executeQuery(
                "SELECT coalesce(max(length(trunc(abs(%1$s))::text)), 1), coalesce(max(scale(%1$s)), 0) FROM %2$s"
                    .formatted(name, table))) {
      widest.next();
      int scale = widest.getInt(2);
      return decimal(Math.max(18, widest.getInt(1) + scale), scale);
    }
  }

  private static String decimal(int precision, int scale) {
    return precision > MOST_DIGITS ? "VARCHAR" : "DECIMAL(%d, %d)".formatted(precision, scale);
  }

  private static String qualified(String schema, String table) {
    return LakeDatabase.identifier(schema) + "." + LakeDatabase.identifier(table);
  }
}
