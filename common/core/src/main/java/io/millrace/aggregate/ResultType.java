package io.millrace.aggregate;

import io.millrace.contract.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** What a column of results holds; connectors map it to a type of their own. */
public enum ResultType {
  TEXT(String.class),
  INTEGER(Integer.class),
  BIGINT(Long.class),
  NUMERIC(BigDecimal.class),
  DOUBLE(Double.class),
  BOOLEAN(Boolean.class),
  DATE(LocalDate.class),
  /** A time of day, in microseconds. */
  TIME(LocalTime.class),
  /** A point in time, in microseconds. */
  TIMESTAMP(Instant.class);

  private final Class<?> javaType;

  ResultType(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** What a value of this type is in Java. */
  public Class<?> javaType() {
    return javaType;
  }

  /**
   * What holds the values of a contract's type as they are.
   *
   * @throws IllegalArgumentException for a group or a list
   */
  public static ResultType of(ValueType type) {
    if (type instanceof ValueType.Text || type instanceof ValueType.Json) {
      return TEXT;
    } else if (type instanceof ValueType.Whole whole) {
      return whole.bits() == 32 ? INTEGER : BIGINT;
    } else if (type instanceof ValueType.Decimal) {
      return NUMERIC;
    } else if (type instanceof ValueType.Floating) {
      return DOUBLE;
    } else if (type instanceof ValueType.Bool) {
      return BOOLEAN;
    } else if (type instanceof ValueType.Date) {
      return DATE;
    } else if (type instanceof ValueType.TimeOfDay) {
      return TIME;
    } else if (type instanceof ValueType.Timestamp) {
      return TIMESTAMP;
    }
    throw new IllegalArgumentException(type + " is not a single value");
  }
}
