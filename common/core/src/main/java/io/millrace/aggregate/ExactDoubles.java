package io.millrace.aggregate;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of finite doubles without rounding: a whole number of units of 2<sup>-1074</sup>, the
 * smallest double, in digits of 32 bits. Each digit is a long, so that carries wait; only the range
 * of digits that the values touched is there.
 */
final class ExactDoubles {

  private static final int UNIT_EXPONENT = -1074;
  private static final int PRECISION = 53;
  private static final int DIGIT_BITS = 32;
  private static final long DIGIT_MASK = 0xffff_ffffL;

  /** An addition changes a digit by less than 2^32: so many fit into a long. */
  private static final int ADDITIONS_WITHOUT_CARRY = 1 << 30;

  /** The sum is the sum of digits[i] * 2^(32 * (lowest + i)) units. */
  private long[] digits = {};

  private int lowest;
  private int additions;

  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long mantissa = bits & 0xf_ffff_ffff_ffffL;
    if (exponent != 0) {
      mantissa |= 1L << 52;
      exponent--;
    }
    if (mantissa == 0) {
      return;
    }
    int digit = exponent / DIGIT_BITS;
    int shift = exponent % DIGIT_BITS;
    cover(digit, digit + 3);
    int at = digit - lowest;
    long sign = bits < 0 ? -1 : 1;
    // 53 bits moved up by less than 32: three digits.
    long low = mantissa << shift;
    long high = shift == 0 ? 0 : mantissa >>> (Long.SIZE - shift);
    digits[at] += sign * (low & DIGIT_MASK);
    digits[at + 1] += sign * (low >>> DIGIT_BITS);
    digits[at + 2] += sign * high;
    if (++additions == ADDITIONS_WITHOUT_CARRY) {
      set(units());
    }
  }

  void add(ExactDoubles other) {
    if (other.digits.length > 0) {
      set(units().add(other.units()));
    }
  }

  /** The sum divided by a positive number, rounded once: to the nearest double, ties to even. */
  double dividedBy(BigInteger divisor) {
    BigInteger units = units();
    BigInteger[] parts = units.abs().divideAndRemainder(divisor);
    BigInteger whole = parts[0];
    double magnitude;
    if (whole.bitLength() <= PRECISION) {
      magnitude = fewUnits(whole, parts[1].shiftLeft(1).compareTo(divisor));
    } else {
      magnitude = manyUnits(whole, parts[1].signum() != 0);
    }
    return units.signum() < 0 ? -magnitude : magnitude;
  }

  /** Of up to 53 bits: a unit is the last place. */
  private static double fewUnits(BigInteger whole, int restAgainstHalf) {
    long units = whole.longValueExact();
    boolean up = restAgainstHalf > 0 || (restAgainstHalf == 0 && (units & 1) != 0);
    return (up ? units + 1 : units) * Double.MIN_VALUE;
  }

  /** Of more bits: what is below the first 64 only says whether there is anything. */
  private static double manyUnits(BigInteger whole, boolean rest) {
    int surplus = Math.max(0, whole.bitLength() - Long.SIZE);
    boolean below = rest || (surplus > 0 && whole.getLowestSetBit() < surplus);
    BigInteger first = whole.shiftRight(surplus).shiftLeft(2);
    double rounded = (below ? first.setBit(0) : first).doubleValue();
    return Math.scalb(rounded, surplus - 2 + UNIT_EXPONENT);
  }

  void write(RowWriter out) {
    BigInteger units = units();
    int zeros = units.signum() == 0 ? 0 : units.getLowestSetBit() / DIGIT_BITS;
    out.writeVarint(zeros);
    out.writeText(units.shiftRight(zeros * DIGIT_BITS).toByteArray());
  }

  void read(RowReader in) {
    int zeros = in.readVarint();
    set(new BigInteger(Cell.readBytes(in)).shiftLeft(zeros * DIGIT_BITS));
  }

  int memory() {
    return digits.length * Long.BYTES;
  }

  private BigInteger units() {
    BigInteger units = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      units = units.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
    }
    return units.shiftLeft(lowest * DIGIT_BITS);
  }

  private void set(BigInteger units) {
    additions = 0;
    digits = new long[0];
    lowest = 0;
    if (units.signum() == 0) {
      return;
    }
    BigInteger magnitude = units.abs();
    int from = magnitude.getLowestSetBit() / DIGIT_BITS;
    cover(from, (magnitude.bitLength() + DIGIT_BITS - 1) / DIGIT_BITS);
    for (int i = 0; i < digits.length; i++) {
      long digit = magnitude.shiftRight((lowest + i) * DIGIT_BITS).longValue() & DIGIT_MASK;
      digits[i] = units.signum() < 0 ? -digit : digit;
    }
  }

  private void cover(int from, int end) {
    if (digits.length == 0) {
      lowest = from;
      digits = new long[end - from];
    } else if (from < lowest || end > lowest + digits.length) {
      int newLowest = Math.min(from, lowest);
      int newEnd = Math.max(end, lowest + digits.length);
      long[] wider = new long[newEnd - newLowest];
      System.arraycopy(digits, 0, wider, lowest - newLowest, digits.length);
      digits = wider;
      lowest = newLowest;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(digits) + " from digit " + lowest;
  }
}
