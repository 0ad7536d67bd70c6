package io.millrace.contract;

import io.millrace.contract.ValueType.NumberRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds; a bound that is null is none.
 *
 * @param openLow whether {@code low} itself is left out
 * @param openHigh whether {@code high} itself is left out
 */
record NumberRange(
    @Nullable BigDecimal low, @Nullable BigDecimal high, boolean openLow, boolean openHigh) {

  static final NumberRange ALL = new NumberRange(null, null, false, false);

  static NumberRange ofBits(int bits) {
    BigDecimal edge = new BigDecimal(BigInteger.TWO.pow(bits - 1));
    return new NumberRange(edge.negate(), edge.subtract(BigDecimal.ONE), false, false);
  }

  static NumberRange ofDecimal(int precision, int scale) {
    BigDecimal most = new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
    return new NumberRange(most.negate(), most, false, false);
  }

  /** What of this range is left under {@code rules}; for whole numbers without open ends. */
  NumberRange of(NumberRules rules, boolean whole) {
    NumberRange left =
        above(rules.minimum(), false)
            .above(rules.exclusiveMinimum(), true)
            .below(rules.maximum(), false)
            .below(rules.exclusiveMaximum(), true);
    return whole ? left.wholeOnly() : left;
  }

  /** {@code rules} with the bounds of this range where they are tighter. */
  NumberRules tighten(NumberRules rules) {
    boolean lower = rules.minimum() == null || (low != null && low.compareTo(rules.minimum()) > 0);
    boolean upper =
        rules.maximum() == null || (high != null && high.compareTo(rules.maximum()) < 0);
    return new NumberRules(
        lower ? low : rules.minimum(),
        upper ? high : rules.maximum(),
        rules.exclusiveMinimum(),
        rules.exclusiveMaximum(),
        rules.multipleOf());
  }

  /** Whether {@code number} is outside; open ends count as closed. */
  boolean without(BigDecimal number) {
    return (low != null && number.compareTo(low) < 0)
        || (high != null && number.compareTo(high) > 0);
  }

  boolean isEmpty() {
    if (low == null || high == null) {
      return false;
    }
    int order = low.compareTo(high);
    return order > 0 || (order == 0 && (openLow || openHigh));
  }

  private NumberRange above(@Nullable BigDecimal bound, boolean open) {
    if (bound == null) {
      return this;
    }
    int order = low == null ? 1 : bound.compareTo(low);
    return order > 0 || (order == 0 && open) ? new NumberRange(bound, high, open, openHigh) : this;
  }

  private NumberRange below(@Nullable BigDecimal bound, boolean open) {
    if (bound == null) {
      return this;
    }
    int order = high == null ? -1 : bound.compareTo(high);
    return order < 0 || (order == 0 && open) ? new NumberRange(low, bound, openLow, open) : this;
  }

  private NumberRange wholeOnly() {
    BigDecimal first = low;
    if (first != null) {
      BigDecimal up = first.setScale(0, RoundingMode.CEILING);
      first = openLow && up.compareTo(first) == 0 ? up.add(BigDecimal.ONE) : up;
    }
    BigDecimal last = high;
    if (last != null) {
      BigDecimal down = last.setScale(0, RoundingMode.FLOOR);
      last = openHigh && down.compareTo(last) == 0 ? down.subtract(BigDecimal.ONE) : down;
    }
    return new NumberRange(first, last, false, false);
  }
}
