package io.millrace.aggregate;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chosen fields of a stream's rows, all found in one pass over a row. What measures, groups and
 * conditions of one stream read goes through one instance, so that a row is walked once however
 * many of them there are. Not thread-safe.
 *
 * <pre>{@code
 * RowFields fields = new RowFields(contract);
 * Measures measures = Measures.of(fields, rollup.measures());
 * Projection group = Projection.of(fields, rollup.groupBy());
 * fields.open(event.row());          // then, for each event:
 * byte[] key = group.bytes();
 * measures.add(accumulators);
 * }</pre>
 */
public final class RowFields {

  private static final int ABSENT = -1;

  private final StreamContract contract;
  private final List<FieldPath> paths = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final RowReader row = new RowReader();
  private final RowReader value = new RowReader();
  private final Level top;
  private int[] starts = {};
  private byte[] bytes = {};

  public RowFields(StreamContract contract) {
    this.contract = contract;
    this.top = new Level(contract.fields(), contract.fields().size() + 1); // With _unknown.
  }

  /** The contract whose rows these are. */
  public StreamContract contract() {
    return contract;
  }

  /**
   * Makes a field readable; the same slot for the same path.
   *
   * @return the slot by which to read it
   * @throws IllegalArgumentException if the contract has no such field outside of lists
   */
  public int slot(FieldPath path) {
    int known = paths.indexOf(path);
    if (known >= 0) {
      return known;
    }
    int slot = paths.size();
    fields.add(contract.resolve(path));
    paths.add(path);
    top.want(path.indexes(contract.fields()), 0, slot);
    starts = Arrays.copyOf(starts, slot + 1);
    starts[slot] = ABSENT;
    return slot;
  }

  /** The field that a slot reads. */
  public Field field(int slot) {
    return fields.get(slot);
  }

  /** Finds all chosen fields of a row, which nobody may change until the next one. */
  public void open(byte[] newRow) {
    bytes = newRow;
    Arrays.fill(starts, ABSENT);
    top.find(row.open(newRow));
  }

  /** Whether the row has a value there. */
  public boolean present(int slot) {
    return starts[slot] != ABSENT;
  }

  /** A reader at the value; valid until the next call of any method here. */
  public RowReader at(int slot) {
    return value.open(bytes, starts[slot]);
  }

  /** The value as Java has it (see {@link RowValues#value}); null where the row has none. */
  public @Nullable Object value(int slot) {
    return present(slot) ? RowValues.value(at(slot), fields.get(slot).storedType()) : null;
  }

  /** The number behind an integer, date, time, timestamp, or decimal of up to 18 digits. */
  long readLong(int slot) {
    ValueType type = fields.get(slot).storedType();
    RowReader reader = at(slot);
    return type instanceof ValueType.Date
            || (type instanceof ValueType.Whole whole && whole.bits() == 32)
        ? reader.readInt()
        : reader.readLong();
  }

  /** A double, never minus zero. */
  double readDouble(int slot) {
    return at(slot).readDouble() + 0.0;
  }

  BigInteger readUnscaled(int slot, ValueType.Decimal type) {
    return RowValues.unscaled(at(slot), type);
  }

  /** One group of fields, and which of them are wanted. */
  private final class Level {
    private final List<Field> siblings;
    private final int presenceBits;
    private final int[] slots;
    private final @Nullable Level[] inner;
    private int end;

    Level(List<Field> siblings, int presenceBits) {
      this.siblings = siblings;
      this.presenceBits = presenceBits;
      this.slots = new int[siblings.size()];
      this.inner = new @Nullable Level[siblings.size()];
      Arrays.fill(slots, ABSENT);
    }

    void want(int[] indexes, int depth, int slot) {
      int index = indexes[depth];
      end = Math.max(end, index + 1);
      if (depth == indexes.length - 1) {
        slots[index] = slot;
        return;
      }
      Level next = inner[index];
      if (next == null) {
        List<Field> children = ((ValueType.Group) siblings.get(index).type()).fields();
        next = new Level(children, children.size());
        inner[index] = next;
      }
      next.want(indexes, depth + 1, slot);
    }

    void find(RowReader reader) {
      int presence = reader.presence(presenceBits);
      for (int i = 0; i < end; i++) {
        if (!reader.present(presence, i)) {
          continue;
        }
        int start = reader.at();
        if (slots[i] != ABSENT) {
          starts[slots[i]] = start;
        }
        Level next = inner[i];
        if (next != null) {
          next.find(reader);
          reader.open(bytes, start);
        }
        RowValues.skip(reader, siblings.get(i));
      }
    }
  }
}
