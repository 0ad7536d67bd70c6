package io.millrace.connectors.parquet.shred;

import io.millrace.event.RowReader;

/** A value's place in the schema. */
abstract class Node {
  /** Writes the value at {@code row}'s place. */
  abstract void write(RowReader row, int repetition, int definition);

  /** Writes that there is none, in every column below. */
  abstract void writeNull(int repetition, int definition);
}
