package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the ledger's tables say of one job and stream. Does not own the connection. */
public final class LedgerReader {

  /** The sums of a ledger so far. */
  public record Totals(long consumed, long written, long duplicate, long rejected, long late) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0);
  }

  private final Connection connection;
  private final String job;
  private final String stream;

  public LedgerReader(Connection connection, String job, String stream) {
    this.connection = connection;
    this.job = job;
    this.stream = stream;
  }

  /** All pages, as one consistent reading. */
  public LedgerBook book() throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      return new LedgerBook(pages(), reasons(), conflicting(), partitions());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** The sums of all pages. */
  public Totals totals() throws SQLException {
    try (PreparedStatement statement =
            prepare(
                """
                SELECT coalesce(sum(consumed), 0), coalesce(sum(written), 0),
                       coalesce(sum(duplicate), 0), coalesce(sum(rejected), 0),
                       coalesce(sum(late), 0)
                FROM ledger WHERE job = ? AND stream = ?
                """);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Totals(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }

  private List<LedgerRow> pages() throws SQLException {
    List<LedgerRow> pages = new ArrayList<>();
    try (PreparedStatement statement =
            prepare(
                """
                SELECT run, split, checkpoint, writer, consumed, written, duplicate, rejected, late,
                       first_position, last_position
                FROM ledger WHERE job = ? AND stream = ? ORDER BY run, split, checkpoint, writer
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pages.add(
            new LedgerRow(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                // Pages of outcomes have positions too, but only consumed records lie side by side.
                row.getLong(5) == 0 ? null : range(row.getBigDecimal(10), row.getBigDecimal(11))));
      }
    }
    return pages;
  }

  private static @Nullable Range range(@Nullable BigDecimal first, @Nullable BigDecimal last) {
    return first == null || last == null
        ? null
        : new Range(first.toBigIntegerExact(), last.toBigIntegerExact());
  }

  private Map<String, Map<String, Long>> reasons() throws SQLException {
    Map<String, Map<String, Long>> reasons = new HashMap<>();
    try (PreparedStatement statement =
            prepare(
                """
                SELECT split, reason, sum(records) FROM ledger_reason
                WHERE job = ? AND stream = ? AND outcome = 'rejected' GROUP BY split, reason
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        reasons
            .computeIfAbsent(row.getString(1), split -> new HashMap<>())
            .put(row.getString(2), row.getLong(3));
      }
    }
    return reasons;
  }

  private Map<String, Long> conflicting() throws SQLException {
    return counts(
        """
        SELECT split, sum(records) FROM ledger_reason
        WHERE job = ? AND stream = ? AND reason = 'conflicting' GROUP BY split
        """);
  }

  private Map<String, Long> partitions() throws SQLException {
    return counts(
        """
        SELECT lake_partition, sum(written) FROM ledger_partition
        WHERE job = ? AND stream = ? GROUP BY lake_partition
        """);
  }

  private Map<String, Long> counts(String sql) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    try (PreparedStatement statement = prepare(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        counts.put(row.getString(1), row.getLong(2));
      }
    }
    return counts;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, job);
    statement.setString(2, stream);
    return statement;
  }
}
