package io.millrace.sessions;

import io.millrace.contract.Field;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.ValueType;
import io.millrace.event.RowWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What the lake's columns of sessions hold, and how values become part of a row. */
final class LakeValue {

  static final ValueType NUMBER = new ValueType.Whole(64, ValueType.NumberRules.NONE);
  static final ValueType TIME = new ValueType.Timestamp(TimeFormat.ISO, ValueType.TimeRules.NONE);

  private static final ValueType DOUBLE = new ValueType.Floating(ValueType.NumberRules.NONE);

  /** The most digits that all readers of Parquet know. */
  private static final int MOST_DIGITS = 38;

  /** How many decimals more than its property's a mean has. */
  private static final int MEAN_DECIMALS = 6;

  private LakeValue() {}

  static Field column(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  /** The type of a measure's results. */
  static ValueType type(StreamContract contract, Measure measure) {
    if (measure.property() == null) {
      return NUMBER;
    }
    ValueType type = contract.resolve(measure.property()).storedType();
    return switch (measure.kind()) {
      case COUNT, APPROX_DISTINCT -> NUMBER;
      case QUANTILE -> DOUBLE;
      case MIN, MAX -> type;
      case SUM -> type instanceof ValueType.Floating ? DOUBLE : decimal(scale(type));
      case AVG ->
          type instanceof ValueType.Floating ? DOUBLE : decimal(scale(type) + MEAN_DECIMALS);
    };
  }

  /** Whether the column can hold the value: all but decimals of more than 38 digits. */
  static boolean fits(Object value, ValueType type) {
    return !(value instanceof BigDecimal number && type instanceof ValueType.Decimal decimal)
        || number.setScale(decimal.scale(), RoundingMode.HALF_UP).precision()
            <= decimal.precision();
  }

  static void write(Object value, ValueType type, RowWriter out) {
    if (value instanceof String text) {
      out.writeText(text);
    } else if (value instanceof Integer number) {
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof LocalDate date) {
      out.writeInt(Math.toIntExact(date.toEpochDay()));
    } else if (value instanceof LocalTime time) {
      out.writeLong(time.toNanoOfDay() / 1000);
    } else if (value instanceof Instant time) {
      out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    } else if (value instanceof BigDecimal number && type instanceof ValueType.Decimal decimal) {
      BigDecimal scaled = number.setScale(decimal.scale(), RoundingMode.HALF_UP);
      if (decimal.precision() <= 18) {
        out.writeLong(scaled.unscaledValue().longValueExact());
      } else {
        out.writeText(scaled.unscaledValue().toByteArray());
      }
    } else {
      throw new IllegalArgumentException(
          "no column of " + type + " holds a " + value.getClass().getName());
    }
  }

  private static int scale(ValueType type) {
    return type instanceof ValueType.Decimal decimal ? decimal.scale() : 0;
  }

  private static ValueType decimal(int scale) {
    return new ValueType.Decimal(
        MOST_DIGITS, Math.min(scale, MOST_DIGITS), ValueType.NumberRules.NONE);
  }
}
