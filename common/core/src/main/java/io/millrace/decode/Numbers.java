package io.millrace.decode;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** JSON numbers, exactly. */
final class Numbers {

  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    for (int i = 0; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  private Numbers() {}

  /** The value of an optional minus sign and at most 18 digits. */
  static long smallLong(CharSequence digits) {
    int start = digits.charAt(0) == '-' ? 1 : 0;
    long value = 0;
    for (int i = start; i < digits.length(); i++) {
      value = value * 10 + (digits.charAt(i) - '0');
    }
    return start == 1 ? -value : value;
  }

  /** The exact value; null where the exponent has more digits than anything could need. */
  static @Nullable BigDecimal exact(CharSequence number) {
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException exponentTooLong) {
      return null;
    }
  }

  /** The number of digits before the decimal point; 0 or less for values below 1. */
  static long magnitude(BigDecimal value) {
    return (long) value.precision() - value.scale();
  }

  /**
   * The nearest double. Up to 15 digits over a power of ten that is exact as a double needs one
   * correctly rounded division; the rest goes the long way.
   */
  static double toDouble(CharSequence number) {
    int length = number.length();
    if (length <= 17) {
      boolean negative = number.charAt(0) == '-';
      long digits = 0;
      int point = -1;
      int count = 0;
      int i = negative ? 1 : 0;
      for (; i < length; i++) {
        char c = number.charAt(i);
        if (c == '.') {
          point = i;
        } else if (c >= '0' && c <= '9') {
          digits = digits * 10 + (c - '0');
          count++;
        } else {
          break;
        }
      }
      if (i == length && count <= 15) {
        double value = point < 0 ? digits : digits / POWERS_OF_TEN[length - 1 - point];
        return negative ? -value : value;
      }
    }
    return Double.parseDouble(number.toString());
  }
}
