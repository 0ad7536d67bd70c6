package io.millrace.decode;

import io.millrace.contract.ValueType.NumberRules;
import io.millrace.event.RejectReason;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
    Optional<Fault> outside = outside(value, rules, BigDecimal::toPlainString);
    if (outside.isPresent()) {
      throw outside.get();
    }
    BigDecimal factor = rules.multipleOf();
    if (factor != null && value.signum() != 0) {
      if (underflow || value.remainder(factor).signum() != 0) {
        throw LongBounds.notMultiple(factor);
      }
    }
  }

  /**
   * The bound that {@code value} breaks; empty if it is within all.
   *
   * @param shown a bound as people write it
   */
  static Optional<Fault> outside(
      BigDecimal value, NumberRules rules, Function<BigDecimal, String> shown) {
    if (isBeyond(rules.minimum(), value, 1)) {
      return below("it is below the contract's minimum ", rules.minimum(), shown);
    } else if (isBeyond(rules.exclusiveMinimum(), value, 0)) {
      return below(
          "it is not above the contract's exclusiveMinimum ", rules.exclusiveMinimum(), shown);
    } else if (isBeyond(negate(rules.maximum()), value.negate(), 1)) {
      return above("it is above the contract's maximum ", rules.maximum(), shown);
    } else if (isBeyond(negate(rules.exclusiveMaximum()), value.negate(), 0)) {
      return above(
          "it is not below the contract's exclusiveMaximum ", rules.exclusiveMaximum(), shown);
    }
    return Optional.empty();
  }

  private static Optional<Fault> below(
      String what, @Nullable BigDecimal bound, Function<BigDecimal, String> shown) {
    return Optional.of(
        new Fault(RejectReason.BELOW_MINIMUM, what + shown.apply(Objects.requireNonNull(bound))));
  }

  private static Optional<Fault> above(
      String what, @Nullable BigDecimal bound, Function<BigDecimal, String> shown) {
    return Optional.of(
        new Fault(RejectReason.ABOVE_MAXIMUM, what + shown.apply(Objects.requireNonNull(bound))));
  }

  private static @Nullable BigDecimal negate(@Nullable BigDecimal bound) {
    return bound == null ? null : bound.negate();
  }

  /** Whether {@code bound - value} is at least {@code sign}, as a sign. */
  private static boolean isBeyond(@Nullable BigDecimal bound, BigDecimal value, int sign) {
    return bound != null && bound.compareTo(value) >= sign;
  }
}
