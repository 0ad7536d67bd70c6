package io.millrace.contract;

import com.google.re2j.Pattern;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What values a field takes, and the rules ({@code logicalTypeOptions}) that each value must keep.
 */
public sealed interface ValueType extends Serializable {

  /**
   * {@code string}. Lengths are in Unicode code points, as JSON Schema counts them. A pattern may
   * match anywhere in the value; it is RE2's, whose time is linear in the value, so that no value
   * can hang a job.
   */
  record Text(
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable Pattern pattern,
      @Nullable TextFormat format)
      implements ValueType {
    /** A string without rules. */
    public static final Text ANY = new Text(null, null, null, null);
  }

  /** {@code integer}: 32 bits for {@code physicalType: INT}, else 64. */
  record Whole(int bits, NumberRules rules) implements ValueType {}

  /**
   * {@code number} without a decimal {@code physicalType}: an IEEE 754 double; never NaN or
   * infinite.
   */
  record Floating(NumberRules rules) implements ValueType {}

  /**
   * {@code number} with {@code physicalType: DECIMAL(precision, scale)}; a value that does not fit
   * exactly is rejected.
   */
  record Decimal(int precision, int scale, NumberRules rules) implements ValueType {}

  /** {@code boolean}. */
  record Bool() implements ValueType {}

  /** {@code date}: days since 1970-01-01. Bounds are in days. */
  record Date(TimeFormat format, TimeRules rules) implements ValueType {}

  /** {@code time}: microseconds since midnight. Bounds are in microseconds. */
  record TimeOfDay(TimeFormat format, TimeRules rules) implements ValueType {}

  /** {@code timestamp}: microseconds since the epoch, UTC. Bounds are in microseconds. */
  record Timestamp(TimeFormat format, TimeRules rules) implements ValueType {}

  /** {@code object} with {@code properties}. */
  record Group(List<Field> fields) implements ValueType {
    public Group {
      fields = List.copyOf(fields);
    }
  }

  /** {@code array}: its element's type; an element may be null unless {@code elementRequired}. */
  record ListOf(
      ValueType element,
      boolean elementRequired,
      @Nullable Integer minItems,
      @Nullable Integer maxItems,
      boolean uniqueItems)
      implements ValueType {}

  /**
   * {@code object} without {@code properties}, or {@code physicalType: JSON}: the subtree as
   * compact JSON text.
   */
  record Json() implements ValueType {}

  /** Bounds of a number; null where there is none. */
  record NumberRules(
      @Nullable BigDecimal minimum,
      @Nullable BigDecimal maximum,
      @Nullable BigDecimal exclusiveMinimum,
      @Nullable BigDecimal exclusiveMaximum,
      @Nullable BigDecimal multipleOf)
      implements Serializable {
    /** No bounds. */
    public static final NumberRules NONE = new NumberRules(null, null, null, null, null);
  }

  /** Bounds of a date, time or timestamp in its own unit; null where there is none. */
  record TimeRules(
      @Nullable Long minimum,
      @Nullable Long maximum,
      @Nullable Long exclusiveMinimum,
      @Nullable Long exclusiveMaximum)
      implements Serializable {
    /** No bounds. */
    public static final TimeRules NONE = new TimeRules(null, null, null, null);
  }

  /** Formats that a string can be held to (JSON Schema's names, lower case in the contract). */
  enum TextFormat {
    EMAIL,
    UUID,
    URI,
    HOSTNAME,
    IPV4,
    IPV6,
    BYTE
  }

  /** Whether a field inside this type is stored only as a keyed hash. */
  default boolean anyRestricted() {
    if (this instanceof Group group) {
      return Field.anyRestricted(group.fields());
    }
    return this instanceof ListOf list && list.element().anyRestricted();
  }
}
