package io.millrace.event;

import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Single values of a row: how to pass over them, and what they are. */
public final class RowValues {

  private RowValues() {}

  /** Passes over the stored value of a field that is present. */
  public static void skip(RowReader row, Field field) {
    skip(row, field.storedType());
  }

  /** Passes over a value of a type, whatever is nested in it. */
  public static void skip(RowReader row, ValueType type) {
    if (type instanceof ValueType.Bool) {
      row.skip(1);
    } else if (type instanceof ValueType.Date
        || (type instanceof ValueType.Whole whole && whole.bits() == 32)) {
      row.skip(4);
    } else if (type instanceof ValueType.Group group) {
      int presence = row.presence(group.fields().size());
      for (int i = 0; i < group.fields().size(); i++) {
        if (row.present(presence, i)) {
          skip(row, group.fields().get(i));
        }
      }
    } else if (type instanceof ValueType.ListOf list) {
      int count = row.readVarint();
      int presence = row.presence(count);
      for (int i = 0; i < count; i++) {
        if (row.present(presence, i)) {
          skip(row, list.element());
        }
      }
    } else if (type instanceof ValueType.Text
        || type instanceof ValueType.Json
        || (type instanceof ValueType.Decimal decimal && decimal.precision() > 18)) {
      row.skip(row.readVarint());
    } else {
      row.skip(8);
    }
  }

  /**
   * The value as the Java type that stands for its type: String, Integer, Long, BigDecimal, Double,
   * Boolean, LocalDate, LocalTime or Instant.
   *
   * @param type of a single value: no group and no list
   */
  public static Object value(RowReader row, ValueType type) {
    if (type instanceof ValueType.Bool) {
      return row.readBoolean();
    } else if (type instanceof ValueType.Whole whole) {
      if (whole.bits() == 32) {
        return row.readInt();
      }
      return row.readLong();
    } else if (type instanceof ValueType.Floating) {
      return row.readDouble();
    } else if (type instanceof ValueType.Decimal decimal) {
      return new BigDecimal(unscaled(row, decimal), decimal.scale());
    } else if (type instanceof ValueType.Date) {
      return LocalDate.ofEpochDay(row.readInt());
    } else if (type instanceof ValueType.TimeOfDay) {
      return LocalTime.ofNanoOfDay(row.readLong() * 1000);
    } else if (type instanceof ValueType.Timestamp) {
      return Instant.EPOCH.plus(row.readLong(), ChronoUnit.MICROS);
    } else if (type instanceof ValueType.Text || type instanceof ValueType.Json) {
      int length = row.readVarint();
      return new String(row.bytes(), row.skip(length), length, StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException(type + " is not a single value");
  }

  /** A decimal without its scale. */
  public static BigInteger unscaled(RowReader row, ValueType.Decimal type) {
    if (type.precision() <= 18) {
      return BigInteger.valueOf(row.readLong());
    }
    int length = row.readVarint();
    return new BigInteger(row.bytes(), row.skip(length), length);
  }
}
