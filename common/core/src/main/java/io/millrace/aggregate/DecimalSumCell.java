package io.millrace.aggregate;

import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of integers or decimals, without a largest one; or their mean, rounded half away
 * from zero to {@link #MEAN_DECIMALS} decimals more than the values have.
 */
final class DecimalSumCell extends Cell<DecimalSumCell> {

  static final int MEAN_DECIMALS = 6;

  private final ValueType type;
  private final boolean mean;
  private long count;
  // The sum is small + large; large stays zero until small would overflow.
  private long small;
  private BigInteger large = BigInteger.ZERO;

  DecimalSumCell(ValueType type, boolean mean) {
    this.type = type;
    this.mean = mean;
  }

  @Override
  void add(RowFields fields, int slot) {
    count++;
    if (type instanceof ValueType.Decimal decimal && decimal.precision() > 18) {
      large = large.add(fields.readUnscaled(slot, decimal));
    } else {
      add(fields.readLong(slot));
    }
  }

  @Override
  void merge(DecimalSumCell other) {
    count += other.count;
    add(other.small);
    large = large.add(other.large);
  }

  private void add(long value) {
    long sum = small + value;
    if (((small ^ sum) & (value ^ sum)) < 0) {
      large = large.add(BigInteger.valueOf(small)).add(BigInteger.valueOf(value));
      small = 0;
    } else {
      small = sum;
    }
  }

  @Override
  void write(RowWriter out) {
    out.writeLong(count);
    out.writeText(sum().toByteArray());
  }

  @Override
  void read(RowReader in) {
    count = in.readLong();
    large = new BigInteger(readBytes(in));
    if (large.bitLength() < Long.SIZE) {
      small = large.longValueExact();
      large = BigInteger.ZERO;
    }
  }

  @Override
  @Nullable BigDecimal result() {
    if (count == 0) {
      return null;
    }
    int scale = type instanceof ValueType.Decimal decimal ? decimal.scale() : 0;
    BigDecimal sum = new BigDecimal(sum(), scale);
    return mean
        ? sum.divide(BigDecimal.valueOf(count), scale + MEAN_DECIMALS, RoundingMode.HALF_UP)
        : sum;
  }

  private BigInteger sum() {
    return large.add(BigInteger.valueOf(small));
  }

  @Override
  int memory() {
    return 64 + large.bitLength() / 8;
  }
}
