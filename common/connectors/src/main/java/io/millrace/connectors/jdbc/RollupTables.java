package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.NUMERIC;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static io.millrace.connectors.jdbc.ColumnType.UUID;

import io.millrace.aggregate.Measures;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.ResultColumn;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a stream's rollups, built from its contract: for each rollup {@code
 * <stream>_<rollup>} and {@code <stream>_<rollup>_corrections}, and {@code <stream>_too_late}.
 *
 * <p>A group's values are nullable and of any length, which PostgreSQL's keys are not: rows are
 * keyed by {@code group_id}, {@link Projection#id} of the group.
 */
public final class RollupTables {

  /**
   * What a window's row and its corrections have in their keys: changes in which these are the same
   * become visible together.
   */
  public static final List<String> WINDOW_KEY = List.of("window_start", "window_end", "group_id");

  private RollupTables() {}

  /** All of them; none if the contract has no rollups. */
  public static List<JdbcTable> of(StreamContract contract) {
    List<JdbcTable> tables = new ArrayList<>();
    for (RollupDefinition rollup : contract.rollups()) {
      tables.add(results(contract, rollup));
      tables.add(corrections(contract, rollup));
    }
    if (!tables.isEmpty()) {
      tables.add(tooLate(contract));
    }
    return tables;
  }

  /**
   * The rollup's rows: window, group id, group columns, measures, {@code revision}, {@code
   * updated_at}.
   */
  public static JdbcTable results(StreamContract contract, RollupDefinition rollup) {
    RowFields fields = new RowFields(contract);
    JdbcTable.Builder table =
        JdbcTable.named(contract.name() + "_" + rollup.name())
            .key("window_start", TIMESTAMPTZ)
            .key("window_end", TIMESTAMPTZ)
            .key("group_id", UUID, "of the group's values, which may be null");
    Projection.of(fields, rollup.groupBy()).columns().forEach(column -> add(column, "", table));
    Measures.of(fields, rollup.measures()).columns().forEach(column -> add(column, "", table));
    return table
        .column("revision", BIGINT, "1 when the window fired, one more with each change")
        .commitTime("updated_at")
        .comment("Rollup " + rollup.name() + " of stream " + contract.name())
        .build();
  }

  /**
   * What changed in rows that had been there: window, group id, revision, group columns, {@code
   * old_} and {@code new_} measures. Rows are appended only.
   */
  public static JdbcTable corrections(StreamContract contract, RollupDefinition rollup) {
    RowFields fields = new RowFields(contract);
    JdbcTable.Builder table =
        JdbcTable.named(contract.name() + "_" + rollup.name() + "_corrections")
            .key("window_start", TIMESTAMPTZ)
            .key("window_end", TIMESTAMPTZ)
            .key("group_id", UUID, "of the group's values, which may be null")
            .key("revision", BIGINT);
    Projection.of(fields, rollup.groupBy()).columns().forEach(column -> add(column, "", table));
    List<ResultColumn> measures = Measures.of(fields, rollup.measures()).columns();
    measures.forEach(column -> add(column, RollupDefinition.OLD, table));
    measures.forEach(column -> add(column, RollupDefinition.NEW, table));
    return table
        .commitTime("updated_at")
        .comment("What late events changed in rollup " + rollup.name() + "; appended only")
        .build();
  }

  /**
   * What came after a window's cut-off, a row a writer and checkpoint: rows are appended only, and
   * their sum is what a window missed.
   */
  public static JdbcTable tooLate(StreamContract contract) {
    return JdbcTable.named(contract.name() + "_too_late")
        .key("rollup", TEXT)
        .key("window_start", TIMESTAMPTZ)
        .key("window_end", TIMESTAMPTZ)
        .key("split", TEXT)
        .key("job", TEXT)
        .key("run", TEXT)
        .key("checkpoint", BIGINT)
        .key("writer", TEXT)
        .column("records", BIGINT)
        .column("first_position", NUMERIC)
        .column("last_position", NUMERIC)
        .comment("What came after a window's cut-off; the sum of a window's rows is what it missed")
        .build();
  }

  private static void add(ResultColumn column, String prefix, JdbcTable.Builder table) {
    String name = prefix + column.name();
    if (column.nullable()) {
      table.nullable(name, ColumnType.of(column.type()));
    } else {
      table.column(name, ColumnType.of(column.type()));
    }
  }
}
