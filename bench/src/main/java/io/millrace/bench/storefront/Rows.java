package io.millrace.bench.storefront;

import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Rows by their key, each once, as values that compare equal whichever database they are from:
 * exact numbers as {@link BigDecimal} without trailing zeros, times as microseconds since the
 * epoch.
 *
 * @param columns all of them, those of the key first
 */
record Rows(List<String> columns, Map<List<Object>, Map<String, Object>> byKey) {

  /**
   * What DuckDB answers.
   *
   * @param key how many of the first columns identify a row
   * @param times the columns that are times
   */
  static Rows inLake(LakeDatabase lake, String sql, int key, List<String> times)
      throws SQLException {
    String replaced =
        times.stream().map(c -> "epoch_us(%1$s) AS %1$s".formatted(c)).collect(commas());
    return of(
        lake.query("SELECT * REPLACE (%s) FROM (%s)".formatted(replaced, sql)),
        key,
        Rows::asStored);
  }

  /** These columns of a table in PostgreSQL. */
  static Rows inTable(
      Connection database, String table, List<String> columns, int key, List<String> times)
      throws SQLException {
    String list =
        columns.stream()
            .map(LakeDatabase::identifier)
            .map(
                column ->
                    times.contains(column.replace("\"", ""))
                        ? "(extract(epoch FROM %1$s) * 1000000)::bigint AS %1$s".formatted(column)
                        : column)
            .collect(commas());
    return of(
        ResultTable.query(
            database, "SELECT %s FROM %s".formatted(list, LakeDatabase.identifier(table))),
        key,
        UnaryOperator.identity());
  }

  /** PostgreSQL's text has no NUL; docs/jdbc.md says what stands for it. */
  private static String asStored(String text) {
    return text.replace("\u2400", "\u2400\u2400").replace("\0", "\u24000");
  }

  private static Rows of(ResultTable table, int key, UnaryOperator<String> text) {
    Map<List<Object>, Map<String, Object>> rows = new LinkedHashMap<>();
    for (List<?> values : table.rows()) {
      List<Object> id = new ArrayList<>();
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        if (i < key) {
          id.add(comparable(values.get(i), text));
        } else {
          row.put(table.columns().get(i), comparable(values.get(i), text));
        }
      }
      if (rows.put(id, row) != null) {
        throw new AssertionError("more than one row of " + id);
      }
    }
    return new Rows(table.columns(), rows);
  }

  private static Object comparable(Object value, UnaryOperator<String> text) {
    return value instanceof String string ? text.apply(string) : comparable(value);
  }

  private static Object comparable(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    } else if (value instanceof BigInteger integer) {
      return comparable(new BigDecimal(integer));
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return comparable(BigDecimal.valueOf(((Number) value).longValue()));
    }
    return value;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> commas() {
    return Collectors.joining(", ");
  }
}
