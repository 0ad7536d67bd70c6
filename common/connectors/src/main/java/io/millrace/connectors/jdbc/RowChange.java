package io.millrace.connectors.jdbc;

import io.millrace.event.ImmutableTypeInformation;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * One row to be written or removed. Immutable: the array is not changed by anyone.
 *
 * @param table the table's name
 * @param values by the order of the table's columns, of the types that {@link ColumnType} names; of
 *     a {@link Kind#DELETE} only the key columns count
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a list would be a copy a row.
public record RowChange(String table, Kind kind, @Nullable Object[] values) {

  /** How Flink ships row changes. */
  public static final TypeInformation<RowChange> TYPE =
      new ImmutableTypeInformation<>(RowChange.class, new RowChangeSerializer());

  /** What to do with the row. */
  public enum Kind {
    /** Insert it, or replace all its columns if its key is there. */
    UPSERT,
    /** Remove it if its key is there. */
    DELETE
  }

  /** A row to be there. */
  public static RowChange upsert(String table, @Nullable Object... values) {
    return new RowChange(table, Kind.UPSERT, values);
  }

  /** A row to be gone. */
  public static RowChange delete(String table, @Nullable Object... values) {
    return new RowChange(table, Kind.DELETE, values);
  }

  /** Without the values, which may be personal. */
  @Override
  public String toString() {
    return kind + " " + table;
  }
}
