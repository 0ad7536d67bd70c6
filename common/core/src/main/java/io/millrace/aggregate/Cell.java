package io.millrace.aggregate;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import org.jspecify.annotations.Nullable;

/** What one measure has seen so far. {@code C} is the cell's own type. */
abstract class Cell<C extends Cell<C>> {

  /** Takes in the value at a slot where the row has one. */
  abstract void add(RowFields fields, int slot);

  /** Takes in what another cell of the same measure has seen, which stays as it is. */
  abstract void merge(C other);

  /** The same bytes for the same values, whatever way they came; not so of sketches. */
  abstract void write(RowWriter out);

  /** Takes over what {@link #write} wrote; called on a new cell. */
  abstract void read(RowReader in);

  /** Null if there was no value and so no result. */
  abstract @Nullable Object result();

  /** About how much memory it takes. */
  abstract int memory();

  static byte[] readBytes(RowReader in) {
    int length = in.readVarint();
    byte[] bytes = new byte[length];
    System.arraycopy(in.bytes(), in.skip(length), bytes, 0, length);
    return bytes;
  }
}
