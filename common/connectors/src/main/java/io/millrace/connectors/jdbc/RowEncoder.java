package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.JdbcTable.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one table and writes them as bytes. Not thread-safe.
 *
 * <p>Bad rows throw {@link IllegalArgumentException}, naming table and column but no value.
 */
final class RowEncoder {

  private static final Instant MIN_TIME = Instant.parse("-4712-01-01T00:00:00Z");
  private static final Instant MAX_TIME = Instant.parse("+294276-01-01T00:00:00Z");
  private static final LocalDate MIN_DATE = LocalDate.of(-4712, 1, 1);
  private static final LocalDate MAX_DATE = LocalDate.of(5_874_897, 1, 1);

  private final JdbcTable table;
  private final int[] keyPositions;
  private final DataOutputSerializer out = new DataOutputSerializer(256);

  RowEncoder(JdbcTable table) {
    this.table = table;
    this.keyPositions = table.keyPositions();
  }

  /** The row's key, the same bytes for whatever PostgreSQL holds to be the same key. */
  byte[] key(RowChange change) throws IOException {
    checkLength(change);
    out.clear();
    for (int position : keyPositions) {
      ValueCodec.write(canonical(checked(change, position)), out);
    }
    return out.getCopyOfBuffer();
  }

  /** What goes to the database: all columns, or the key's of a row to be deleted. */
  byte[] row(RowChange change) throws IOException {
    out.clear();
    if (change.kind() == RowChange.Kind.DELETE) {
      for (int position : keyPositions) {
        ValueCodec.write(checked(change, position), out);
      }
    } else {
      for (int i = 0; i < table.columns().size(); i++) {
        ValueCodec.write(checked(change, i), out);
      }
    }
    return out.getCopyOfBuffer();
  }

  private void checkLength(RowChange change) {
    List<Column> columns = table.columns();
    if (change.values().length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of table "
              + table.name()
              + " has "
              + change.values().length
              + " values, the table "
              + columns.size()
              + " columns");
    }
  }

  private @Nullable Object checked(RowChange change, int position) {
    Column column = table.columns().get(position);
    Object value = change.values()[position];
    if (value == null) {
      if (!column.nullable()) {
        throw bad(column, "must not be null");
      }
      return null;
    }
    if (!column.type().javaType().isInstance(value)) {
      throw bad(
          column,
          "must be "
              + column.type().javaType().getSimpleName()
              + ", is "
              + value.getClass().getSimpleName());
    }
    if (value instanceof String text) {
      return StorableText.of(text);
    }
    if (value instanceof Instant time) {
      if (time.isBefore(MIN_TIME) || !time.isBefore(MAX_TIME)) {
        throw bad(column, "is a time that PostgreSQL cannot hold");
      }
      return time.truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof LocalTime time) {
      return time.truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof LocalDate date && (date.isBefore(MIN_DATE) || date.isAfter(MAX_DATE))) {
      throw bad(column, "is a date that PostgreSQL cannot hold");
    }
    return value;
  }

  private IllegalArgumentException bad(Column column, String what) {
    return new IllegalArgumentException(
        "column " + column.name() + " of table " + table.name() + " " + what);
  }

  /** 1.0 and 1.00, and 0.0 and -0.0, are one key to PostgreSQL. */
  private static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros();
    }
    if (value instanceof Double number) {
      return number + 0.0;
    }
    return value;
  }
}
