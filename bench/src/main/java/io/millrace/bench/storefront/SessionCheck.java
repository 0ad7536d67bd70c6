package io.millrace.bench.storefront;

import io.millrace.local.query.LakeDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a session definition's table, and its closed sessions in the lake, against what the
 * documented SQL makes of the lake's events.
 *
 * @param cut whether there are sessions that {@code maxLength} cuts
 */
public record SessionCheck(String name, String sql, Duration gap, boolean cut) {

  private static final List<String> TIMES = List.of("session_start", "session_end");

  /** Visitor and start. */
  private static final int KEY = 2;

  /** In microseconds. */
  private static final BigDecimal MILLISECOND = BigDecimal.valueOf(1000);

  public List<String> differences(
      LakeDatabase lake, Connection database, String stream, Path lakeFolder) throws SQLException {
    Rows truth = Rows.inLake(lake, sql, KEY, TIMES);
    String table = stream + "_" + name;
    Rows found = Rows.inTable(database, table, truth.columns(), KEY, TIMES);
    List<String> differences = new ArrayList<>();
    Set<List<Object>> keys = new LinkedHashSet<>(truth.byKey().keySet());
    keys.addAll(found.byKey().keySet());
    keys.removeIf(SessionCheck::marked);
    for (List<Object> row : keys) {
      if (!truth.byKey().getOrDefault(row, Map.of()).equals(found.byKey().get(row))) {
        differences.add(
            "%s %s: lake %s, table %s"
                .formatted(name, row, truth.byKey().get(row), found.byKey().get(row)));
      }
    }
    System.err.printf("%s: %,d rows equal the lake's%n", name, keys.size() - differences.size());
    marked(truth, found, tooLate(database, stream), differences);
    Path folder = lakeFolder.resolve("_sessions").resolve(stream);
    closed(lake, database, table, folder, spread(lake, stream), differences);
    return differences.size() > 8
        ? List.of(differences.size() + " differences, such as " + differences.subList(0, 8))
        : differences;
  }

  /**
   * Of the visitors of whom some events came too late, which ones nobody says: all events are
   * accounted for, and no session stands where another one of that visitor would have reached it.
   */
  private void marked(Rows truth, Rows found, BigDecimal tooLate, List<String> differences) {
    BigDecimal happened = events(truth);
    BigDecimal counted = events(found);
    if (happened.compareTo(counted.add(tooLate)) != 0) {
      differences.add(
          "%s: of %s marked events %s are in sessions and %s too late"
              .formatted(name, happened, counted, tooLate));
    }
    Map<Object, TreeMap<BigDecimal, BigDecimal>> ends = new HashMap<>();
    found
        .byKey()
        .forEach(
            (key, row) -> {
              if (marked(key)) {
                ends.computeIfAbsent(key.get(0), unseen -> new TreeMap<>())
                    .put((BigDecimal) key.get(1), (BigDecimal) row.get("session_end"));
              }
            });
    BigDecimal micros = BigDecimal.valueOf(gap.toNanos() / 1000);
    ends.forEach(
        (visitor, sessions) -> {
          BigDecimal reaches = BigDecimal.ZERO;
          for (Map.Entry<BigDecimal, BigDecimal> session : sessions.entrySet()) {
            if (session.getKey().compareTo(reaches) <= 0) {
              differences.add("%s: sessions of %s overlap: %s".formatted(name, visitor, sessions));
            }
            reaches = session.getValue().add(micros);
          }
        });
  }

  /**
   * Each is there once and as the table has it; those that are not are the latest ones. When the
   * input ends, one of the source's subtasks does first, and what the other has shown counts until
   * it ends too: in one of the job's own subtasks, perhaps, and not in the other.
   *
   * @param spread by how much splits are ahead of each other at the end, in microseconds
   */
  private void closed(
      LakeDatabase lake,
      Connection database,
      String table,
      Path folder,
      BigDecimal spread,
      List<String> differences)
      throws SQLException {
    String files =
        "SELECT group_id, session_start, * EXCLUDE (group_id, session_start) FROM read_parquet(%s, hive_partitioning = false)"
            .formatted(LakeDatabase.literal(folder.resolve(name) + "/**/*.parquet"));
    Rows filed = Rows.inLake(lake, files, KEY, TIMES);
    Rows rows = Rows.inTable(database, table, filed.columns(), KEY, TIMES);
    BigDecimal lastClosed = BigDecimal.ZERO;
    BigDecimal firstOpen = BigDecimal.valueOf(Long.MAX_VALUE);
    for (Map.Entry<List<Object>, Map<String, Object>> row : rows.byKey().entrySet()) {
      BigDecimal end = (BigDecimal) row.getValue().get("session_end");
      if (filed.byKey().containsKey(row.getKey())) {
        lastClosed = lastClosed.max(end);
      } else {
        firstOpen = firstOpen.min(end);
      }
    }
    filed
        .byKey()
        .forEach(
            (key, row) -> {
              if (!row.equals(rows.byKey().get(key))) {
                differences.add(
                    "%s %s: filed %s, table %s".formatted(name, key, row, rows.byKey().get(key)));
              }
            });
    if (filed.byKey().isEmpty()) {
      differences.add(name + ": no session was filed");
    }
    BigDecimal ahead = lastClosed.subtract(firstOpen).subtract(MILLISECOND);
    if (!cut && ahead.signum() > 0) {
      String found =
          "%s: not filed is one that ended at %s, filed one that did at %s"
              .formatted(name, firstOpen, lastClosed);
      if (ahead.compareTo(spread) > 0) {
        differences.add(found);
      } else {
        System.err.printf("%s; let through, as splits are %s µs apart%n", found, spread);
      }
    }
  }

  private static BigDecimal spread(LakeDatabase lake, String stream) throws SQLException {
    Object spread =
        lake.query(
                "SELECT max(latest) - min(latest) FROM (SELECT max(epoch_us(_event_time)) AS latest FROM %s GROUP BY _split)"
                    .formatted(stream))
            .rows()
            .get(0)
            .get(0);
    return new BigDecimal(spread.toString());
  }

  private BigDecimal tooLate(Connection database, String stream) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet sum =
            statement.executeQuery(
                "SELECT coalesce(sum(records), 0) FROM %s WHERE rollup = '%s'"
                    .formatted(LakeDatabase.identifier(stream + "_too_late"), name))) {
      sum.next();
      return sum.getBigDecimal(1);
    }
  }

  private static BigDecimal events(Rows rows) {
    return rows.byKey().entrySet().stream()
        .filter(row -> marked(row.getKey()))
        .map(row -> (BigDecimal) row.getValue().get("events"))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static boolean marked(List<Object> key) {
    return key.get(0).toString().startsWith(MarkedStorefront.VISITOR);
  }
}
