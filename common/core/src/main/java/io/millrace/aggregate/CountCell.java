package io.millrace.aggregate;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;

/** How many values. */
final class CountCell extends Cell<CountCell> {

  private long count;

  @Override
  void add(RowFields fields, int slot) {
    count++;
  }

  @Override
  void merge(CountCell other) {
    count += other.count;
  }

  @Override
  void write(RowWriter out) {
    out.writeLong(count);
  }

  @Override
  void read(RowReader in) {
    count = in.readLong();
  }

  @Override
  Long result() {
    return count;
  }

  @Override
  int memory() {
    return 16;
  }
}
