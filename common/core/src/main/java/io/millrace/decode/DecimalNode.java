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

/** A decimal: what does not fit its precision and scale exactly is rejected, never rounded. */
final class DecimalNode extends Node {
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
        ExactBounds.check(value, rules, false);
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
