package io.millrace.aggregate;

import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowValues;
import io.millrace.event.RowWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least or the greatest value, kept as the bytes it has in a row. Strings compare by their
 * UTF-8 bytes, which is by code points, whatever a database's collation.
 */
final class ExtremeCell extends Cell<ExtremeCell> {

  private final ValueType type;
  private final boolean greatest;
  private final RowReader reader = new RowReader();
  private byte @Nullable [] value;

  ExtremeCell(ValueType type, boolean greatest) {
    this.type = type;
    this.greatest = greatest;
  }

  @Override
  void add(RowFields fields, int slot) {
    RowReader candidate = fields.at(slot);
    offer(candidate.bytes(), candidate.at());
  }

  @Override
  void merge(ExtremeCell other) {
    if (other.value != null) {
      offer(other.value, 0);
    }
  }

  private void offer(byte[] bytes, int start) {
    byte[] held = value;
    if (held == null
        || (greatest ? compare(bytes, start, held) > 0 : compare(bytes, start, held) < 0)) {
      int end = end(bytes, start);
      value = Arrays.copyOfRange(bytes, start, end);
    }
  }

  private int end(byte[] bytes, int start) {
    RowValues.skip(reader.open(bytes, start), type);
    return reader.at();
  }

  private int compare(byte[] bytes, int start, byte[] held) {
    if (type instanceof ValueType.Text) {
      int length = reader.open(bytes, start).readVarint();
      int from = reader.at();
      int heldLength = reader.open(held).readVarint();
      int heldFrom = reader.at();
      return Arrays.compareUnsigned(
          bytes, from, from + length, held, heldFrom, heldFrom + heldLength);
    } else if (type instanceof ValueType.Floating) {
      double mine = reader.open(bytes, start).readDouble() + 0.0;
      return Double.compare(mine, reader.open(held).readDouble() + 0.0);
    } else if (type instanceof ValueType.Decimal decimal && decimal.precision() > 18) {
      var mine = RowValues.unscaled(reader.open(bytes, start), decimal);
      return mine.compareTo(RowValues.unscaled(reader.open(held), decimal));
    }
    return Long.compare(number(bytes, start), number(held, 0));
  }

  private long number(byte[] bytes, int start) {
    reader.open(bytes, start);
    return type instanceof ValueType.Date
            || (type instanceof ValueType.Whole whole && whole.bits() == 32)
        ? reader.readInt()
        : reader.readLong();
  }

  @Override
  void write(RowWriter out) {
    out.writeBoolean(value != null);
    if (value != null) {
      if (type instanceof ValueType.Floating) {
        out.writeDouble(reader.open(value).readDouble() + 0.0);
      } else {
        out.writeBytes(value, 0, value.length);
      }
    }
  }

  @Override
  void read(RowReader in) {
    if (in.readBoolean()) {
      int start = in.at();
      RowValues.skip(in, type);
      value = Arrays.copyOfRange(in.bytes(), start, in.at());
    }
  }

  @Override
  @Nullable Object result() {
    if (value == null) {
      return null;
    }
    Object result = RowValues.value(reader.open(value), type);
    return result instanceof Double number ? number + 0.0 : result;
  }

  @Override
  int memory() {
    return 64 + (value == null ? 0 : value.length);
  }
}
