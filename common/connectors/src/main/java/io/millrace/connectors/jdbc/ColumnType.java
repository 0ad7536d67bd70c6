package io.millrace.connectors.jdbc;

import io.millrace.aggregate.ResultType;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;

/** The column types that rows may have, each with the Java type of its values. */
public enum ColumnType {
  TEXT("text", Types.VARCHAR, String.class, "text varchar"),
  BIGINT("bigint", Types.BIGINT, Long.class, "int8"),
  INTEGER("integer", Types.INTEGER, Integer.class, "int4 int8"),
  DOUBLE("double precision", Types.DOUBLE, Double.class, "float8"),
  BOOLEAN("boolean", Types.BOOLEAN, Boolean.class, "bool"),
  /** Without precision: any {@link BigDecimal}. */
  NUMERIC("numeric", Types.NUMERIC, BigDecimal.class, "numeric"),
  /** An {@link Instant}, cut to microseconds. */
  TIMESTAMPTZ(
      "timestamp with time zone", Types.TIMESTAMP_WITH_TIMEZONE, Instant.class, "timestamptz"),
  DATE("date", Types.DATE, LocalDate.class, "date"),
  /** A {@link LocalTime}, cut to microseconds. */
  TIME("time without time zone", Types.TIME, LocalTime.class, "time"),
  UUID("uuid", Types.OTHER, java.util.UUID.class, "uuid"),
  BYTEA("bytea", Types.BINARY, byte[].class, "bytea");

  private final String sql;
  private final int jdbcType;
  private final Class<?> javaType;
  private final String catalogNames;

  ColumnType(String sql, int jdbcType, Class<?> javaType, String catalogNames) {
    this.sql = sql;
    this.jdbcType = jdbcType;
    this.javaType = javaType;
    this.catalogNames = catalogNames;
  }

  /** The type for what an aggregate's column holds. */
  public static ColumnType of(ResultType type) {
    return switch (type) {
      case TEXT -> TEXT;
      case INTEGER -> INTEGER;
      case BIGINT -> BIGINT;
      case NUMERIC -> NUMERIC;
      case DOUBLE -> DOUBLE;
      case BOOLEAN -> BOOLEAN;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMPTZ;
    };
  }

  /** As written in DDL. */
  public String sql() {
    return sql;
  }

  /** What a value of this type is in a {@link RowChange}. */
  public Class<?> javaType() {
    return javaType;
  }

  int jdbcType() {
    return jdbcType;
  }

  /**
   * Whether a column of the type that {@code pg_type} calls so can hold every value of this type.
   */
  boolean fitsIn(String catalogName) {
    return Arrays.asList(catalogNames.split(" ", -1)).contains(catalogName);
  }
}
