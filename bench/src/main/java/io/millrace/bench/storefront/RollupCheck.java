package io.millrace.bench.storefront;

import io.millrace.local.query.LakeDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a rollup's table against what the documented SQL makes of the lake, row by row.
 *
 * @param groups how many columns there are in {@code groupBy}
 * @param count the measure that counts a window's events
 * @param distinct the measure that is an approximate distinct count
 * @param quantile the measure that is a quantile; empty if there is none
 * @param q which one, as it stands in the SQL
 */
public record RollupCheck(
    String name, String sql, int groups, String count, String distinct, String quantile, String q) {

  private static final List<String> TIMES = List.of("window_start", "window_end");

  /** Up to here the page calls distinct counts practically exact. */
  private static final int DISTINCT_EXACT = 300;

  /** Five times the standard error on the page. */
  private static final double DISTINCT_ERROR = 5 * 0.0163;

  /** Up to here the page calls quantiles exact. */
  private static final int QUANTILE_EXACT = 200;

  /** Twice the error in rank on the page, which one in a hundred exceeds. */
  private static final double RANK_ERROR = 0.0266;

  private record Window(Object start, Object end) {}

  /** What is not as it should be; at the most some of each. */
  public List<String> differences(LakeDatabase lake, Connection database, String stream)
      throws SQLException {
    int key = TIMES.size() + groups;
    Rows truth = Rows.inLake(lake, sql, key, TIMES);
    Rows found = Rows.inTable(database, stream + "_" + name, truth.columns(), key, TIMES);
    Rows lowest = quantile.isEmpty() ? truth : atQuantile(lake, key, -RANK_ERROR);
    Rows highest = quantile.isEmpty() ? truth : atQuantile(lake, key, RANK_ERROR);
    Map<Window, BigDecimal> missed = missed(database, stream);
    Set<Window> accounted = new LinkedHashSet<>();
    List<String> differences = new ArrayList<>();
    Set<List<Object>> keys = new LinkedHashSet<>(truth.byKey().keySet());
    keys.addAll(found.byKey().keySet());
    for (List<Object> row : keys) {
      Map<String, Object> is = found.byKey().getOrDefault(row, Map.of());
      Map<String, Object> was = truth.byKey().getOrDefault(row, Map.of());
      Window window = new Window(row.get(0), row.get(1));
      BigDecimal tooLate = missed.get(window);
      boolean same;
      if (tooLate != null && marked(row)) {
        // All that came too late is of this group.
        accounted.add(window);
        same = number(was.get(count)).compareTo(number(is.get(count)).add(tooLate)) == 0;
      } else {
        same = !is.isEmpty() && !was.isEmpty();
        for (String column : is.keySet()) {
          boolean approximate =
              column.equals(quantile) && number(is.get(count)).intValue() > QUANTILE_EXACT;
          same &=
              approximate
                  ? between(
                      is.get(column),
                      lowest.byKey().getOrDefault(row, Map.of()).get(column),
                      highest.byKey().getOrDefault(row, Map.of()).get(column))
                  : equal(column, was.get(column), is.get(column));
        }
      }
      if (!same) {
        differences.add(
            "%s %s: lake %s, table %s, too late %s".formatted(name, row, was, is, tooLate));
      }
    }
    System.err.printf(
        "%s: %,d rows equal the lake's, %,d windows missed events%n",
        name, keys.size() - differences.size(), missed.size());
    missed.keySet().removeAll(accounted);
    missed.forEach(
        (window, n) -> differences.add("%s: %s missed %s of nobody".formatted(name, window, n)));
    return differences.size() > 8
        ? List.of(differences.size() + " differences, such as " + differences.subList(0, 8))
        : differences;
  }

  private Rows atQuantile(LakeDatabase lake, int key, double off) throws SQLException {
    String other = Double.toString(Math.min(1, Double.parseDouble(q) + off));
    return Rows.inLake(lake, sql.replace(q + ")", other + ")"), key, TIMES);
  }

  private boolean equal(String column, @Nullable Object expected, @Nullable Object actual) {
    if (column.equals(distinct)) {
      double exact = number(expected).doubleValue();
      double off = Math.abs(number(actual).doubleValue() - exact);
      return off <= (exact <= DISTINCT_EXACT ? 0 : DISTINCT_ERROR * exact);
    }
    if (expected instanceof Number one
        && actual instanceof Number other
        && (one instanceof Double || other instanceof Double)) {
      // DuckDB's own doubles are rounded at each step.
      double off = Math.abs(one.doubleValue() - other.doubleValue());
      return off <= 1e-9 * Math.max(1, Math.abs(one.doubleValue()));
    }
    return Objects.equals(expected, actual);
  }

  private static boolean between(
      @Nullable Object value, @Nullable Object lowest, @Nullable Object highest) {
    double of = value instanceof Number number ? number.doubleValue() : Double.NaN;
    return lowest != null
        && highest != null
        && ((Number) lowest).doubleValue() <= of
        && of <= ((Number) highest).doubleValue();
  }

  private Map<Window, BigDecimal> missed(Connection database, String stream) throws SQLException {
    Map<Window, BigDecimal> missed = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT extract(epoch FROM window_start) * 1000000,
                       extract(epoch FROM window_end) * 1000000, sum(records)
                FROM %s WHERE rollup = '%s' GROUP BY window_start, window_end"""
                    .formatted(LakeDatabase.identifier(stream + "_too_late"), name))) {
      while (rows.next()) {
        missed.put(
            new Window(
                rows.getBigDecimal(1).stripTrailingZeros(),
                rows.getBigDecimal(2).stripTrailingZeros()),
            rows.getBigDecimal(3));
      }
    }
    return missed;
  }

  private static boolean marked(List<Object> key) {
    return key.contains(MarkedStorefront.COUNTRY) || key.contains(MarkedStorefront.TYPE);
  }

  private static BigDecimal number(@Nullable Object value) {
    return value == null ? BigDecimal.ZERO : (BigDecimal) value;
  }
}
