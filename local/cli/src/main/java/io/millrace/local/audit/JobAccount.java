package io.millrace.local.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a job that aggregates a stream did with its records, by its ledger.
 *
 * @param written unique events: each of them has one outcome in each aggregate
 * @param aggregates its rollups or sessions
 */
public record JobAccount(
    String job,
    long consumed,
    long written,
    long duplicate,
    long rejected,
    List<Aggregate> aggregates) {

  /**
   * A rollup's or session's outcomes.
   *
   * @param filtered not let in by its {@code where}
   * @param tooLate past the cut-off
   */
  public record Aggregate(String name, long counted, long filtered, long tooLate) {
    long total() {
      return counted + filtered + tooLate;
    }
  }

  /** The accounts of all jobs of a stream in this ledger but one, by name. */
  public static List<JobAccount> besides(Connection database, String job, String stream)
      throws SQLException {
    List<JobAccount> accounts = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            """
            SELECT job, sum(consumed), sum(written), sum(duplicate), sum(rejected)
            FROM ledger WHERE job <> ? AND stream = ? GROUP BY job ORDER BY job
            """)) {
      statement.setString(1, job);
      statement.setString(2, stream);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          accounts.add(
              new JobAccount(
                  row.getString(1),
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  aggregates(database, row.getString(1), stream)));
        }
      }
    }
    return List.copyOf(accounts);
  }

  private static List<Aggregate> aggregates(Connection database, String job, String stream)
      throws SQLException {
    List<Aggregate> aggregates = new ArrayList<>();
    try (PreparedStatement statement =
        database.prepareStatement(
            """
            SELECT rollup, sum(counted), sum(filtered), sum(too_late)
            FROM ledger_rollup WHERE job = ? AND stream = ? GROUP BY rollup ORDER BY rollup
            """)) {
      statement.setString(1, job);
      statement.setString(2, stream);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          aggregates.add(
              new Aggregate(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
      }
    }
    return List.copyOf(aggregates);
  }

  /** What does not balance, one line each. */
  public List<String> findings() {
    long outcomes = written + duplicate + rejected;
    Stream<String> own =
        consumed == outcomes
            ? Stream.of()
            : Stream.of(
                "%s: %,d consumed, %,d written, duplicate or rejected"
                    .formatted(job, consumed, outcomes));
    return Stream.concat(
            own,
            aggregates.stream()
                .filter(aggregate -> aggregate.total() != written)
                .map(
                    aggregate ->
                        "%s: %,d unique events, %,d counted, filtered or too late in %s"
                            .formatted(job, written, aggregate.total(), aggregate.name())))
        .toList();
  }

  /** For people: an account in a line, and one for each aggregate. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %,d consumed, %,d unique, %,d duplicate, %,d rejected"
            .formatted(job, consumed, written, duplicate, rejected));
    aggregates.forEach(
        aggregate ->
            lines.add(
                "  %s: %,d counted, %,d filtered, %,d too late"
                    .formatted(
                        aggregate.name(),
                        aggregate.counted(),
                        aggregate.filtered(),
                        aggregate.tooLate())));
    return lines;
  }
}
