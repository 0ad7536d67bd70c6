package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The numeric types. Each takes JSON numbers only, never digits in a string. */
final class NumberNodes {

  private NumberNodes() {}

  static void writeAscii(String text, RowWriter to) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    to.writeBytes(ascii, 0, ascii.length);
  }

  /**
   * An integer of 32 or 64 bits. As in JSON Schema, what counts is the value: {@code 1.0} and
   * {@code 1e2} are integers.
   */
  static final class WholeNode extends Node {
    private final Decoding decoding;
    private final int bits;
    private final LongBounds bounds;

    WholeNode(Decoding decoding, ValueType.Whole type) {
      this.decoding = decoding;
      bits = type.bits();
      bounds = LongBounds.of(type.rules());
    }

    @Override
    void decode(JsonToken token) throws IOException {
      if (!isNumber(token)) {
        throw wrongType("an integer", token);
      }
      long value = value(token);
      if (bits == 32) {
        if (value != (int) value) {
          throw tooBig();
        }
        bounds.check(value);
        decoding.out.writeInt((int) value);
      } else {
        bounds.check(value);
        decoding.out.writeLong(value);
      }
    }

    private long value(JsonToken token) throws IOException {
      CharSlice number = decoding.parser.number();
      if (token == JsonToken.VALUE_NUMBER_INT && number.length() <= 18) {
        return Numbers.smallLong(number);
      }
      BigDecimal exact = Numbers.exact(number);
      if (exact == null || Numbers.magnitude(exact) > 19) {
        if (exact != null && exact.signum() == 0) {
          return 0;
        }
        throw tooBig();
      }
      BigDecimal stripped = exact.stripTrailingZeros();
      if (stripped.scale() > 0) {
        throw new Fault(RejectReason.WRONG_TYPE, "expected an integer, found a fraction");
      }
      BigInteger value = stripped.toBigInteger();
      if (value.bitLength() > 63) {
        throw tooBig();
      }
      return value.longValue();
    }

    private Fault tooBig() {
      return new Fault(RejectReason.WRONG_TYPE, "the integer does not fit into " + bits + " bits");
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(Long.toString(bits == 32 ? row.readInt() : row.readLong()), text);
    }
  }

  /** A double: the nearest to the number as it stands; bounds are held against the exact number. */
  static final class FloatingNode extends Node {
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
      checkExact(exact, rules, value == 0);
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(Double.toString(row.readDouble()), text);
    }
  }

  /**
   * Holds {@code value} against {@code rules}.
   *
   * @param underflow whether the value is 0 or so small that it can be no multiple of anything
   */
  static void checkExact(BigDecimal value, NumberRules rules, boolean underflow) throws Fault {
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

  /** A decimal: what does not fit its precision and scale exactly is rejected, never rounded. */
  static final class DecimalNode extends Node {
    private static final int LONG_DIGITS = 18;

    private final Decoding decoding;
    private final int precision;
    private final int scale;
    private final NumberRules rules;
    private final LongBounds bounds;

    DecimalNode(Decoding decoding, ValueType.Decimal type) {
      this.decoding = decoding;
      precision = type.precision();
      scale = type.scale();
      rules = type.rules();
      bounds = LongBounds.ofUnscaled(rules, scale);
    }

    @Override
    void decode(JsonToken token) throws IOException {
      if (!isNumber(token)) {
        throw wrongType("a number", token);
      }
      CharSlice number = decoding.parser.number();
      if (precision <= LONG_DIGITS) {
        long unscaled = plain(number);
        if (unscaled == Long.MIN_VALUE) {
          unscaled = exact(number).unscaledValue().longValueExact();
        }
        bounds.check(unscaled);
        decoding.out.writeLong(unscaled);
      } else {
        BigDecimal value = exact(number);
        if (!rules.equals(NumberRules.NONE)) {
          checkExact(value, rules, false);
        }
        byte[] unscaled = value.unscaledValue().toByteArray();
        decoding.out.writeText(unscaled);
      }
    }

    /** The unscaled value of few enough digits around a point; else Long.MIN_VALUE. */
    private long plain(CharSlice number) {
      int length = number.length();
      int start = number.charAt(0) == '-' ? 1 : 0;
      long value = 0;
      int point = length;
      for (int i = start; i < length; i++) {
        char c = number.charAt(i);
        if (c == '.') {
          point = i;
        } else if (c >= '0' && c <= '9' && i - start < LONG_DIGITS) {
          value = value * 10 + (c - '0');
        } else {
          return Long.MIN_VALUE;
        }
      }
      int fraction = point == length ? 0 : length - 1 - point;
      int digits = length - start - (point == length ? 0 : 1);
      if (fraction > scale || digits - fraction + scale > precision) {
        return Long.MIN_VALUE; // Perhaps zeros only; the exact way tells.
      }
      for (int i = fraction; i < scale; i++) {
        value *= 10;
      }
      return start == 1 ? -value : value;
    }

    private BigDecimal exact(CharSlice number) throws Fault {
      BigDecimal value = Numbers.exact(number);
      if (value != null && value.signum() == 0) {
        return BigDecimal.ZERO.setScale(scale);
      }
      if (value != null && Numbers.magnitude(value) <= precision - scale) {
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() <= scale) {
          return stripped.setScale(scale);
        }
      }
      throw new Fault(
          RejectReason.WRONG_TYPE,
          "the number does not fit exactly into DECIMAL(" + precision + "," + scale + ")");
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      BigInteger unscaled;
      if (precision <= LONG_DIGITS) {
        unscaled = BigInteger.valueOf(row.readLong());
      } else {
        int length = row.readVarint();
        unscaled = new BigInteger(row.bytes(), row.skip(length), length);
      }
      writeAscii(new BigDecimal(unscaled, scale).toPlainString(), text);
    }
  }
}
