package io.millrace.contract;

import io.millrace.contract.PhysicalType.Family;
import io.millrace.contract.ValueType.NumberRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code logicalType: integer} and {@code number}. */
final class NumberTypes {

  static final int MAX_PRECISION = 38;

  private static final Set<Family> INTEGERS =
      EnumSet.of(Family.SMALL, Family.INT, Family.BIGINT, Family.DECIMAL);
  private static final Set<Family> NUMBERS = EnumSet.of(Family.DOUBLE, Family.DECIMAL);

  private NumberTypes() {}

  static ValueType integer(Section property) {
    PhysicalType physical =
        PhysicalType.of(property, INTEGERS, "INT (32 bits), BIGINT (64 bits) or DECIMAL(p,0)");
    Section options = TypeOptions.of(property, "integer");
    IntegerFormat format = IntegerFormat.of(options);
    if (physical.family() == Family.DECIMAL) {
      return decimal(property, options, physical, format, true);
    }
    int bits = physical.family() == Family.INT || physical.family() == Family.SMALL ? 32 : 64;
    if (physical.family() == Family.NONE && format != null && format.bits <= 32) {
      bits = 32;
    }
    NumberRange column = NumberRange.ofBits(physical.family() == Family.SMALL ? 16 : bits);
    if (format != null && format.bits > bits) {
      options.fault(
          "format",
          format.name
              + " does not fit a column of "
              + bits
              + " bits; use physicalType "
              + (format.bits > 64 ? "DECIMAL(" + format.digits() + ",0)" : "BIGINT"));
    }
    NumberRules rules = rules(options, column, format, true);
    if (physical.family() == Family.SMALL) {
      rules = NumberRange.ofBits(16).tighten(rules);
    }
    return new ValueType.Whole(bits, rules);
  }

  static ValueType number(Section property) {
    PhysicalType physical = PhysicalType.of(property, NUMBERS, "DOUBLE or DECIMAL(p,s)");
    Section options = TypeOptions.of(property, "number");
    if (physical.family() == Family.DECIMAL) {
      if (options.has("format")) {
        options.fault("format", "is for DOUBLE, not for DECIMAL(p,s); leave one of the two out");
      }
      return decimal(property, options, physical, null, false);
    }
    return new ValueType.Floating(rules(options, NumberRange.ALL, null, false));
  }

  private static ValueType decimal(
      Section property,
      Section options,
      PhysicalType physical,
      @Nullable IntegerFormat format,
      boolean whole) {
    int precision = physical.precision();
    int scale = Math.max(0, physical.scale());
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      property.fault(
          "physicalType",
          "a decimal needs its digits: DECIMAL(p,s) with p from 1 to 38 and s from 0 to p, such as "
              + (whole ? "DECIMAL(20,0)" : "DECIMAL(12,2)"));
      return new ValueType.Decimal(MAX_PRECISION, 0, NumberRules.NONE);
    }
    if (whole && scale > 0) {
      property.fault(
          "physicalType",
          "an integer has no decimals; use DECIMAL(" + precision + ",0), or logicalType: number");
    }
    NumberRange column = NumberRange.ofDecimal(precision, scale);
    return new ValueType.Decimal(precision, scale, rules(options, column, format, whole));
  }

  private static NumberRules rules(
      Section options, NumberRange column, @Nullable IntegerFormat format, boolean whole) {
    NumberRules own =
        new NumberRules(
            options.number("minimum"),
            options.number("maximum"),
            options.number("exclusiveMinimum"),
            options.number("exclusiveMaximum"),
            options.number("multipleOf"));
    if (own.multipleOf() != null && own.multipleOf().signum() <= 0) {
      options.fault("multipleOf", "must be more than 0, is " + own.multipleOf());
    }
    NumberRules rules = format == null ? own : format.range().tighten(own);
    if (column.of(rules, whole).isEmpty()) {
      options.fault("no value can keep these bounds and fit the column; widen one of them");
    }
    return rules;
  }

  /** The standard's {@code format} of an integer, such as {@code u32}. */
  private record IntegerFormat(String name, boolean signed, int width, int bits) {

    /**
     * Bits of a signed column that holds all its values; more than 64 for those that need a
     * decimal.
     */
    private static final Map<String, Integer> BITS =
        Map.of(
            "i8", 32, "i16", 32, "i32", 32, "i64", 64, "u8", 32, "u16", 32, "u32", 64, "u64", 65,
            "i128", 128, "u128", 129);

    static @Nullable IntegerFormat of(Section options) {
      String name = options.text("format");
      Integer bits = name == null ? null : BITS.get(name);
      return name == null || bits == null
          ? null
          : new IntegerFormat(
              name, name.startsWith("i"), Integer.parseInt(name.substring(1)), bits);
    }

    NumberRange range() {
      BigInteger two = BigInteger.TWO;
      BigInteger low = signed ? two.pow(width - 1).negate() : BigInteger.ZERO;
      BigInteger high = two.pow(signed ? width - 1 : width).subtract(BigInteger.ONE);
      return new NumberRange(new BigDecimal(low), new BigDecimal(high), false, false);
    }

    int digits() {
      return Math.min(MAX_PRECISION, new BigDecimal(BigInteger.TWO.pow(width)).precision());
    }
  }
}
