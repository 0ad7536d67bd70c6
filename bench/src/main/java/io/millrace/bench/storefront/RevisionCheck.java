package io.millrace.bench.storefront;

import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Replays a rollup's corrections, by SQL in the database itself. */
public final class RevisionCheck {

  private RevisionCheck() {}

  /**
   * What is wrong: revisions must go from 1 to the row's without a gap, each correction begin with
   * what the one before it ended with, and the last one end with what the row has.
   */
  public static List<String> differences(Connection database, String table) throws SQLException {
    List<String> wrong = new ArrayList<>();
    String row = LakeDatabase.identifier(table);
    String corrections = LakeDatabase.identifier(table + "_corrections");
    note(
        wrong,
        database,
        table + ": rows whose revision is not that of their corrections",
        """
        SELECT count(*) FROM %s t
        FULL JOIN (SELECT window_start, window_end, group_id,
                          count(*) AS n, min(revision) AS lowest, max(revision) AS highest
                   FROM %s GROUP BY 1, 2, 3) c USING (window_start, window_end, group_id)
        WHERE t.revision IS DISTINCT FROM 1 + coalesce(n, 0)
           OR n > 0 AND (lowest <> 2 OR highest <> t.revision)"""
            .formatted(row, corrections));
    for (List<?> column :
        ResultTable.query(
                database,
                "SELECT column_name FROM information_schema.columns WHERE table_name = '%s_corrections' AND column_name LIKE 'old\\_%%'"
                    .formatted(table))
            .rows()) {
      String measure = column.get(0).toString().substring("old_".length());
      note(
          wrong,
          database,
          "%s: corrections of %s that do not follow one another to the row"
              .formatted(table, measure),
          """
          SELECT count(*) FROM (
            SELECT c.*, t.%1$s AS final, lag(new_%1$s) OVER w AS before, lead(c.revision) OVER w AS next
            FROM %2$s t JOIN %3$s c USING (window_start, window_end, group_id)
            WINDOW w AS (PARTITION BY window_start, window_end, group_id ORDER BY c.revision)) replayed
          WHERE revision > 2 AND old_%1$s IS DISTINCT FROM before
             OR next IS NULL AND new_%1$s IS DISTINCT FROM final"""
              .formatted(measure, row, corrections));
    }
    return wrong;
  }

  private static void note(List<String> wrong, Connection database, String what, String count)
      throws SQLException {
    Object n = ResultTable.query(database, count).rows().get(0).get(0);
    if (((Number) n).longValue() != 0) {
      wrong.add(n + " " + what);
    }
  }
}
