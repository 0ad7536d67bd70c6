package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A double: the nearest to the number as it stands; bounds are held against the exact number. */
final class FloatingNode extends Node {
  private final Decoding decoding;
  private final NumberRules rules;
  private final boolean ruled;
  private final double surelyAbove;
  private final double surelyBelow;

  FloatingNode(Decoding decoding, ValueType.Floating type) {
    this.decoding = decoding;
    rules = type.rules();
    ruled = !rules.equals(NumberRules.NONE);
    surelyAbove =
        Math.max(
            orElse(rules.minimum(), Double.NEGATIVE_INFINITY),
            orElse(rules.exclusiveMinimum(), Double.NEGATIVE_INFINITY));
    surelyBelow =
        Math.min(
            orElse(rules.maximum(), Double.POSITIVE_INFINITY),
            orElse(rules.exclusiveMaximum(), Double.POSITIVE_INFINITY));
  }

  @Override
  void decode(JsonToken token) throws IOException {
    if (!isNumber(token)) {
      throw wrongType("a number", token);
    }
    CharSlice number = decoding.parser.number();
    double value = Numbers.toDouble(number);
    if (Double.isInfinite(value)) {
      throw new Fault(RejectReason.WRONG_TYPE, "the number does not fit into a double");
    }
    if (ruled) {
      check(number, value);
    }
    decoding.out.writeDouble(value);
  }

  private static double orElse(@Nullable BigDecimal bound, double none) {
    return bound == null ? none : bound.doubleValue();
  }

  private void check(CharSlice number, double value) throws Fault {
    if (value > surelyAbove && value < surelyBelow && rules.multipleOf() == null) {
      return; // Rounding keeps the order: only next to a bound do the exact digits matter.
    }
    BigDecimal exact = Numbers.exact(number);
    if (exact == null) { // An absurd exponent; being finite, it can only be next to nothing.
      exact = BigDecimal.valueOf(value);
    }
    ExactBounds.check(exact, rules, value == 0);
  }

  @Override
  void writeText(RowReader row, int end, RowWriter text) {
    writeAscii(Double.toString(row.readDouble()), text);
  }
}
