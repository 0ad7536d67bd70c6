package io.millrace.decode;

import io.millrace.contract.ValueType.NumberRules;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The rules of numbers, held against exact values. */
final class ExactBounds {

  private ExactBounds() {}

  /**
   * Holds {@code value} against {@code rules}.
   *
   * @param underflow whether the value is 0 or so small that it can be no multiple of anything
   */
  static void check(BigDecimal value, NumberRules rules, boolean underflow) throws Fault {
    if (isBeyond(rules.minimum(), value, 1) || isBeyond(rules.exclusiveMinimum(), value, 0)) {
      throw LongBounds.belowMinimum();
    }
    if (isBeyond(negate(rules.maximum()), value.negate(), 1)
        || isBeyond(negate(rules.exclusiveMaximum()), value.negate(), 0)) {
      throw LongBounds.aboveMaximum();
    }
    BigDecimal factor = rules.multipleOf();
    if (factor != null && value.signum() != 0) {
      if (underflow || value.remainder(factor).signum() != 0) {
        throw LongBounds.notMultiple(factor);
      }
    }
  }

  private static @Nullable BigDecimal negate(@Nullable BigDecimal bound) {
    return bound == null ? null : bound.negate();
  }

  /** Whether {@code bound - value} is at least {@code sign}, as a sign. */
  private static boolean isBeyond(@Nullable BigDecimal bound, BigDecimal value, int sign) {
    return bound != null && bound.compareTo(value) >= sign;
  }
}
