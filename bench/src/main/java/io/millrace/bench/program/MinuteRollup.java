package io.millrace.bench.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Events, revenue and the dearest of each country and minute in hash maps, written to the rollup
 * job's table by one batch of upserts and one commit when a minute is over: when every partition is
 * half a minute past it. No checkpoints, no corrections.
 */
final class MinuteRollup implements AutoCloseable {

  private static final long MICROS_A_MINUTE = TimeUnit.MINUTES.toMicros(1);
  private static final long OUT_OF_ORDER = TimeUnit.SECONDS.toMicros(30);

  private final Connection postgres;
  private final PreparedStatement upsert;
  private final TreeMap<Long, Map<String, Cell>> minutes = new TreeMap<>();
  private final long[] highest;

  private static final class Cell {
    long events;
    double revenue;
    double dearest = Double.NEGATIVE_INFINITY;
  }

  private MinuteRollup(Connection postgres, String schema, int partitions) throws SQLException {
    this.postgres = postgres;
    highest = new long[partitions];
    Arrays.fill(highest, Long.MIN_VALUE);
    postgres.setAutoCommit(false);
    upsert =
        postgres.prepareStatement(
            "INSERT INTO "
                + schema
                + ".clicks_by_country (window_start, window_end, group_id, country, events,"
                + " revenue, dearest, revision, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, now())"
                + " ON CONFLICT (window_start, window_end, group_id) DO UPDATE SET"
                + " events = EXCLUDED.events, revenue = EXCLUDED.revenue,"
                + " dearest = EXCLUDED.dearest, updated_at = EXCLUDED.updated_at");
  }

  /**
   * Into {@code clicks_by_country}.
   *
   * @param database its URL, a user, the file of the user's password, a schema
   * @param partitions of the topic
   */
  static MinuteRollup connect(List<String> database, int partitions)
      throws IOException, SQLException {
    Properties login = new Properties();
    login.setProperty("user", database.get(1));
    login.setProperty("password", Files.readString(Path.of(database.get(2))).strip());
    // One statement a batch.
    login.setProperty("reWriteBatchedInserts", "true");
    return new MinuteRollup(
        DriverManager.getConnection(database.get(0), login), database.get(3), partitions);
  }

  /** Counts an event. */
  void add(int partition, Click click) throws SQLException {
    long minute = Math.floorDiv(click.occurredAt, MICROS_A_MINUTE) * MICROS_A_MINUTE;
    Cell cell =
        minutes
            .computeIfAbsent(minute, unseen -> new HashMap<>())
            .computeIfAbsent(click.country, unseen -> new Cell());
    cell.events++;
    cell.revenue += click.price;
    cell.dearest = Math.max(cell.dearest, click.price);
    if (click.occurredAt > highest[partition]) {
      highest[partition] = click.occurredAt;
      long progress = Long.MAX_VALUE;
      for (long each : highest) {
        progress = Math.min(progress, each);
      }
      while (minutes.firstKey() + MICROS_A_MINUTE + OUT_OF_ORDER <= progress) {
        writeFirst();
      }
    }
  }

  /** Writes the minutes that are not over. */
  void end() throws SQLException {
    while (!minutes.isEmpty()) {
      writeFirst();
    }
  }

  @Override
  public void close() throws SQLException {
    postgres.close();
  }

  private void writeFirst() throws SQLException {
    Map.Entry<Long, Map<String, Cell>> minute = minutes.pollFirstEntry();
    Instant start = Instant.EPOCH.plus(minute.getKey(), ChronoUnit.MICROS);
    for (Map.Entry<String, Cell> entry : minute.getValue().entrySet()) {
      String country = entry.getKey();
      Cell cell = entry.getValue();
      upsert.setTimestamp(1, Timestamp.from(start));
      upsert.setTimestamp(2, Timestamp.from(start.plus(1, ChronoUnit.MINUTES)));
      upsert.setObject(3, UUID.nameUUIDFromBytes(country.getBytes(StandardCharsets.UTF_8)));
      upsert.setString(4, country);
      upsert.setLong(5, cell.events);
      upsert.setDouble(6, cell.revenue);
      upsert.setDouble(7, cell.dearest);
      upsert.addBatch();
    }
    upsert.executeBatch();
    postgres.commit();
  }
}
