package io.millrace.aggregate;

import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.math.BigDecimal;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.jspecify.annotations.Nullable;

/**
 * About the value of a rank: a KLL sketch of doubles. Up to {@link #K} values it holds all, and the
 * result is one of them, the least with at least that rank. Beyond, it drops values at random, so
 * that the same values may give another result within the bound.
 */
final class QuantileCell extends Cell<QuantileCell> {

  /** A rank that is 1.4 % off, at 99 % confidence. */
  static final int K = 200;

  private final ValueType type;
  private final double q;
  private KllDoublesSketch sketch = KllDoublesSketch.newHeapInstance(K);

  QuantileCell(ValueType type, double q) {
    this.type = type;
    this.q = q;
  }

  @Override
  void add(RowFields fields, int slot) {
    if (type instanceof ValueType.Floating) {
      sketch.update(fields.readDouble(slot));
    } else if (type instanceof ValueType.Decimal decimal) {
      sketch.update(
          new BigDecimal(fields.readUnscaled(slot, decimal), decimal.scale()).doubleValue());
    } else {
      sketch.update((double) fields.readLong(slot));
    }
  }

  @Override
  void merge(QuantileCell other) {
    if (!other.sketch.isEmpty()) {
      sketch.merge(other.sketch);
    }
  }

  @Override
  void write(RowWriter out) {
    out.writeText(sketch.toByteArray());
  }

  @Override
  void read(RowReader in) {
    sketch = KllDoublesSketch.heapify(Memory.wrap(readBytes(in)));
  }

  @Override
  @Nullable Double result() {
    return sketch.isEmpty() ? null : sketch.getQuantile(q, QuantileSearchCriteria.INCLUSIVE);
  }

  @Override
  int memory() {
    return 128 + sketch.getSerializedSizeBytes();
  }
}
