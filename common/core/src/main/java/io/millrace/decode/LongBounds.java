package io.millrace.decode;

import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import io.millrace.event.RejectReason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The rules of values that are 64-bit integers, or decimals as unscaled 64-bit integers. */
final class LongBounds {

  private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE);

  private final NumberRules rules;
  private final int scale;
  private final Function<BigDecimal, String> shown;
  private final boolean none;
  private final long min;
  private final long max;
  private final @Nullable BigInteger multipleOf;
  private final int multipleScale;

  private LongBounds(NumberRules rules, int scale, Function<BigDecimal, String> shown) {
    this.rules = rules;
    this.scale = scale;
    this.shown = shown;
    none = rules.equals(NumberRules.NONE);
    BigInteger low =
        atLeast(rules.minimum(), scale).max(above(rules.exclusiveMinimum(), scale)).max(LOWEST);
    BigInteger high =
        atMost(rules.maximum(), scale).min(below(rules.exclusiveMaximum(), scale)).min(HIGHEST);
    boolean nothingFits = low.compareTo(HIGHEST) > 0 || high.compareTo(LOWEST) < 0;
    min = nothingFits ? 0 : low.longValueExact();
    max = nothingFits ? -1 : high.longValueExact();
    BigDecimal factor = rules.multipleOf();
    if (factor != null && factor.signum() == 0) {
      throw new IllegalArgumentException("multipleOf is 0");
    }
    // v / 10^scale is a multiple of m / 10^s when v * 10^(s - scale) is one of m.
    multipleScale = factor == null ? 0 : Math.max(0, factor.scale() - scale);
    multipleOf =
        factor == null ? null : factor.movePointRight(scale + multipleScale).toBigIntegerExact();
  }

  /** Bounds of integers. */
  static LongBounds of(NumberRules rules) {
    return ofUnscaled(rules, 0);
  }

  /** Bounds of unscaled values: 12.50 of scale 2 is 1250. */
  static LongBounds ofUnscaled(NumberRules rules, int scale) {
    return new LongBounds(rules, scale, BigDecimal::toPlainString);
  }

  /**
   * Bounds of dates, times or timestamps in their own unit.
   *
   * @param shown a value as people write it
   */
  static LongBounds of(TimeRules rules, LongFunction<String> shown) {
    return new LongBounds(
        new NumberRules(
            decimal(rules.minimum()),
            decimal(rules.maximum()),
            decimal(rules.exclusiveMinimum()),
            decimal(rules.exclusiveMaximum()),
            null),
        0,
        bound -> shown.apply(bound.longValueExact()));
  }

  void check(long value) throws Fault {
    if (none) {
      return;
    }
    if (value < min || value > max) {
      throw outside(value);
    }
    BigDecimal factor = rules.multipleOf();
    if (factor != null && !isMultiple(value)) {
      throw notMultiple(factor);
    }
  }

  private Fault outside(long value) {
    return ExactBounds.outside(BigDecimal.valueOf(value, scale), rules, shown)
        .orElseThrow(() -> new IllegalStateException(value + " is within " + rules));
  }

  private boolean isMultiple(long value) {
    BigInteger factor = multipleOf;
    if (factor == null) {
      return true;
    }
    if (multipleScale == 0 && factor.bitLength() < 64) {
      return value % factor.longValue() == 0;
    }
    BigInteger scaled = BigInteger.valueOf(value).multiply(BigInteger.TEN.pow(multipleScale));
    return scaled.mod(factor.abs()).signum() == 0;
  }

  static Fault notMultiple(BigDecimal factor) {
    return new Fault(RejectReason.NOT_MULTIPLE_OF, "it is not a multiple of " + factor);
  }

  private static @Nullable BigDecimal decimal(@Nullable Long value) {
    return value == null ? null : BigDecimal.valueOf(value);
  }

  private static BigInteger atLeast(@Nullable BigDecimal bound, int scale) {
    return bound == null ? LOWEST : unscaled(bound, scale, RoundingMode.CEILING);
  }

  private static BigInteger above(@Nullable BigDecimal bound, int scale) {
    return bound == null ? LOWEST : unscaled(bound, scale, RoundingMode.FLOOR).add(BigInteger.ONE);
  }

  private static BigInteger atMost(@Nullable BigDecimal bound, int scale) {
    return bound == null ? HIGHEST : unscaled(bound, scale, RoundingMode.FLOOR);
  }

  private static BigInteger below(@Nullable BigDecimal bound, int scale) {
    return bound == null
        ? HIGHEST
        : unscaled(bound, scale, RoundingMode.CEILING).subtract(BigInteger.ONE);
  }

  private static BigInteger unscaled(BigDecimal bound, int scale, RoundingMode rounding) {
    return bound.movePointRight(scale).setScale(0, rounding).toBigInteger();
  }
}
