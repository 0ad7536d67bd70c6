package io.millrace.aggregate;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of doubles, or their mean, rounded once, to the nearest double, when asked for: the
 * same whatever the values' order. Infinite if it is beyond the largest double.
 */
final class DoubleSumCell extends Cell<DoubleSumCell> {

  private final boolean mean;
  private long count;
  private final ExactDoubles sum = new ExactDoubles();

  DoubleSumCell(boolean mean) {
    this.mean = mean;
  }

  @Override
  void add(RowFields fields, int slot) {
    add(fields.readDouble(slot));
  }

  void add(double value) {
    count++;
    sum.add(value);
  }

  @Override
  void merge(DoubleSumCell other) {
    count += other.count;
    sum.add(other.sum);
  }

  @Override
  void write(RowWriter out) {
    out.writeLong(count);
    sum.write(out);
  }

  @Override
  void read(RowReader in) {
    count = in.readLong();
    sum.read(in);
  }

  @Override
  @Nullable Double result() {
    return count == 0 ? null : sum.dividedBy(BigInteger.valueOf(mean ? count : 1));
  }

  @Override
  int memory() {
    return 64 + sum.memory();
  }
}
