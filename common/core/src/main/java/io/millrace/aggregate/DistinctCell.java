package io.millrace.aggregate;

import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import net.openhft.hashing.LongHashFunction;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/**
 * About how many different values: a HyperLogLog sketch of 4096 registers.
 *
 * <p>Its estimate is the composite one, which depends on the set of values alone. (The sketch's
 * other one, HIP, is a little closer, but depends on their order and on how sketches were merged: a
 * replay would give another number.)
 */
final class DistinctCell extends Cell<DistinctCell> {

  static final int LG_REGISTERS = 12;

  private static final LongHashFunction XXH3 = LongHashFunction.xx3();

  private final ValueType type;
  private HllSketch sketch = new HllSketch(LG_REGISTERS, TgtHllType.HLL_8);

  DistinctCell(ValueType type) {
    this.type = type;
  }

  @Override
  void add(RowFields fields, int slot) {
    if (type instanceof ValueType.Floating) {
      sketch.update(Double.doubleToLongBits(fields.readDouble(slot)));
    } else if (type instanceof ValueType.Bool) {
      sketch.update(fields.at(slot).readBoolean() ? 1L : 0L);
    } else if (type instanceof ValueType.Text) {
      sketch.update(hashOfBytes(fields.at(slot)));
    } else if (type instanceof ValueType.Decimal decimal && decimal.precision() > 18) {
      sketch.update(hashOfBytes(fields.at(slot)));
    } else {
      sketch.update(fields.readLong(slot));
    }
  }

  private static long hashOfBytes(RowReader value) {
    int length = value.readVarint();
    return XXH3.hashBytes(value.bytes(), value.at(), length);
  }

  @Override
  void merge(DistinctCell other) {
    if (other.sketch.isEmpty()) {
      return;
    }
    Union union = new Union(LG_REGISTERS);
    union.update(sketch);
    union.update(other.sketch);
    sketch = union.getResult(TgtHllType.HLL_8);
  }

  @Override
  void write(RowWriter out) {
    out.writeText(sketch.toCompactByteArray());
  }

  @Override
  void read(RowReader in) {
    sketch = HllSketch.heapify(readBytes(in));
  }

  @Override
  Long result() {
    return Math.round(sketch.getCompositeEstimate());
  }

  @Override
  int memory() {
    return 128 + sketch.getUpdatableSerializationBytes();
  }
}
