package io.millrace.connectors.jdbc;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table that rows go to.
 *
 * @param name without a schema
 * @param columns in the order of a {@link RowChange}'s values
 * @param keyColumns names of what identifies a row; the table has a primary key or unique index of
 *     exactly these
 * @param commitTimes further columns, of type {@code timestamp with time zone}, that no {@link
 *     RowChange} has a value of: whenever a row is written the database sets them to the time of
 *     the transaction
 * @param comment what the table holds, for whoever looks at the database; may be empty
 */
public record JdbcTable(
    String name,
    List<Column> columns,
    List<String> keyColumns,
    List<String> commitTimes,
    String comment)
    implements Serializable {

  /**
   * A column.
   *
   * @param nullable whether a value may be missing; never so for a key column
   * @param comment what it holds; may be empty
   */
  public record Column(String name, ColumnType type, boolean nullable, String comment)
      implements Serializable {
    public Column {
      Identifiers.check(name);
    }

    public Column(String name, ColumnType type, boolean nullable) {
      this(name, type, nullable, "");
    }
  }

  public JdbcTable {
    Identifiers.check(name);
    columns = List.copyOf(columns);
    keyColumns = List.copyOf(keyColumns);
    commitTimes = List.copyOf(commitTimes);
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      checkOnce(name, column.name(), seen);
      if (column.nullable() && keyColumns.contains(column.name())) {
        throw new IllegalArgumentException(
            "key column " + column.name() + " of table " + name + " may not be nullable");
      }
    }
    if (keyColumns.isEmpty() || !seen.containsAll(keyColumns)) {
      throw new IllegalArgumentException("the key of table " + name + " must be of its columns");
    }
    for (String column : commitTimes) {
      checkOnce(name, Identifiers.check(column), seen);
    }
  }

  /** A table without columns that the database fills. */
  public JdbcTable(String name, List<Column> columns, List<String> keyColumns) {
    this(name, columns, keyColumns, List.of(), "");
  }

  /** Starts a table. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Where the key columns stand among the columns, in the key's order. */
  int[] keyPositions() {
    List<String> names = columns.stream().map(Column::name).toList();
    return keyColumns.stream().mapToInt(names::indexOf).toArray();
  }

  private static void checkOnce(String table, String column, Set<String> seen) {
    if (!seen.add(column)) {
      throw new IllegalArgumentException("table " + table + " has column " + column + " twice");
    }
  }

  /** Adds columns in order. */
  public static final class Builder {
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> keyColumns = new ArrayList<>();
    private final List<String> commitTimes = new ArrayList<>();
    private String comment = "";

    private Builder(String name) {
      this.name = name;
    }

    /** What the table holds. */
    public Builder comment(String text) {
      comment = text;
      return this;
    }

    /** A column of the key. */
    public Builder key(String column, ColumnType type) {
      return key(column, type, "");
    }

    /** A column of the key, explained. */
    public Builder key(String column, ColumnType type, String explanation) {
      keyColumns.add(column);
      return column(column, type, explanation);
    }

    /** A column that is never null. */
    public Builder column(String column, ColumnType type) {
      return column(column, type, "");
    }

    /** A column that is never null, explained. */
    public Builder column(String column, ColumnType type, String explanation) {
      columns.add(new Column(column, type, false, explanation));
      return this;
    }

    public Builder nullable(String column, ColumnType type) {
      return nullable(column, type, "");
    }

    /** A column that may be null, explained. */
    public Builder nullable(String column, ColumnType type, String explanation) {
      columns.add(new Column(column, type, true, explanation));
      return this;
    }

    /** A column that the database sets, at each write, to the time of the transaction. */
    public Builder commitTime(String column) {
      commitTimes.add(column);
      return this;
    }

    public JdbcTable build() {
      return new JdbcTable(name, columns, keyColumns, commitTimes, comment);
    }
  }
}
