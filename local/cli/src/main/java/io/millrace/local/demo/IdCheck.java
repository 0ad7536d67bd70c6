package io.millrace.local.demo;

import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The ids in the lake's files against those that must be there, as read by DuckDB.
 *
 * @param rows rows in the files
 * @param distinct distinct ids among them
 * @param missing ids that must be there and are not
 * @param unexpected ids that are there and must not be
 */
public record IdCheck(long rows, long distinct, long missing, long unexpected) {

  /** Each id that must be there is there, once; no other is. */
  public boolean exact() {
    return rows == distinct && missing == 0 && unexpected == 0;
  }

  static IdCheck of(LakeDatabase lake, String stream, StorefrontGenerator generator)
      throws SQLException {
    Connection connection = lake.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE expected_ids (id VARCHAR)");
    }
    try (DuckDBAppender appender =
        connection.unwrap(DuckDBConnection.class).createAppender("temp", "main", "expected_ids")) {
      generator.forEachWrittenId(id -> append(appender, id));
    }
    String ids = "(SELECT DISTINCT _event_id AS id FROM " + LakeDatabase.identifier(stream) + ")";
    ResultTable counts =
        lake.query(
            """
            SELECT (SELECT count(*) FROM %1$s),
                   (SELECT count(*) FROM %2$s),
                   (SELECT count(*) FROM expected_ids ANTI JOIN %2$s AS found USING (id)),
                   (SELECT count(*) FROM %2$s AS found ANTI JOIN expected_ids USING (id))
            """
                .formatted(LakeDatabase.identifier(stream), ids));
    return new IdCheck(number(counts, 0), number(counts, 1), number(counts, 2), number(counts, 3));
  }

  private static void append(DuckDBAppender appender, String id) {
    try {
      appender.beginRow();
      appender.append(id);
      appender.endRow();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB takes no more rows", e);
    }
  }

  private static long number(ResultTable table, int column) {
    return ((Number) Objects.requireNonNull(table.rows().get(0).get(column))).longValue();
  }
}
