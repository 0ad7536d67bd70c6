package io.millrace.local.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query's answer, in memory.
 *
 * @param columns the columns' names, in order
 * @param rows one list a row: null, {@link String}, {@link Boolean}, {@link Number}, {@code
 *     byte[]}, a {@link List} or a {@link java.util.Map} of such values
 */
public record ResultTable(List<String> columns, List<List<@Nullable Object>> rows) {

  /** Asks a database. */
  public static ResultTable query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      return of(results);
    }
  }

  static ResultTable of(ResultSet results) throws SQLException {
    ResultSetMetaData meta = results.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (results.next()) {
      @Nullable Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = PlainValue.of(results.getObject(i + 1));
      }
      rows.add(Collections.unmodifiableList(Arrays.asList(row)));
    }
    return new ResultTable(List.copyOf(columns), Collections.unmodifiableList(rows));
  }
}
