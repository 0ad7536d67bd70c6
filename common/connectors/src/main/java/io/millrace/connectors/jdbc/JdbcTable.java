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
 */
public record JdbcTable(String name, List<Column> columns, List<String> keyColumns)
    implements Serializable {

  /**
   * A column.
   *
   * @param nullable whether a value may be missing; never so for a key column
   */
  public record Column(String name, ColumnType type, boolean nullable) implements Serializable {
    public Column {
      Identifiers.check(name);
    }
  }

  public JdbcTable {
    Identifiers.check(name);
    columns = List.copyOf(columns);
    keyColumns = List.copyOf(keyColumns);
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name())) {
        throw new IllegalArgumentException(
            "table " + name + " has column " + column.name() + " twice");
      }
      if (column.nullable() && keyColumns.contains(column.name())) {
        throw new IllegalArgumentException(
            "key column " + column.name() + " of table " + name + " may not be nullable");
      }
    }
    if (keyColumns.isEmpty() || !seen.containsAll(keyColumns)) {
      throw new IllegalArgumentException("the key of table " + name + " must be of its columns");
    }
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

  /** Adds columns in order. */
  public static final class Builder {
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> keyColumns = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** A column of the key. */
    public Builder key(String column, ColumnType type) {
      keyColumns.add(column);
      return column(column, type);
    }

    /** A column that is never null. */
    public Builder column(String column, ColumnType type) {
      columns.add(new Column(column, type, false));
      return this;
    }

    public Builder nullable(String column, ColumnType type) {
      columns.add(new Column(column, type, true));
      return this;
    }

    public JdbcTable build() {
      return new JdbcTable(name, columns, keyColumns);
    }
  }
}
