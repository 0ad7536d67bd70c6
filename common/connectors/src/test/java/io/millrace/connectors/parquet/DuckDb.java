package io.millrace.connectors.parquet;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A Parquet reader that shares no code with the writer. */
final class DuckDb implements AutoCloseable {

  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    run("SET TimeZone = 'UTC'");
  }

  /** Runs a statement without a result. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query; lists and structs become {@link List}s. */
  List<List<Object>> rows(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(plain(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The first column of a query. */
  List<Object> column(String sql) throws SQLException {
    List<Object> column = new ArrayList<>();
    rows(sql).forEach(row -> column.add(row.get(0)));
    return Collections.unmodifiableList(column);
  }

  private static Object plain(Object value) throws SQLException {
    Object[] parts;
    if (value instanceof Array array) {
      parts = (Object[]) array.getArray();
    } else if (value instanceof Struct struct) {
      parts = struct.getAttributes();
    } else if (value instanceof java.sql.Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    } else {
      return value;
    }
    List<Object> plain = new ArrayList<>();
    for (Object part : Arrays.asList(parts)) {
      plain.add(plain(part));
    }
    return plain;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
