package io.millrace.connectors.parquet.column;

import java.util.Arrays;

/** The different numbers of a column chunk, numbered from 0 in the order they came. */
final class NumberDictionary {

  private static final int FIRST_SLOTS = 64;

  /** Entries plus one by hash, 0 where there is none; as long as a power of two, half full. */
  private int[] slots = new int[FIRST_SLOTS];

  private long[] entries = new long[FIRST_SLOTS / 2];
  private int size;

  int size() {
    return size;
  }

  long get(int number) {
    return entries[number];
  }

  /** The number of an entry, which is added if it is new. */
  int add(long entry) {
    int slot = slot(entry);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (entries[number] == entry) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size == entries.length) {
      grow();
      slot = free(entry);
    }
    entries[size] = entry;
    slots[slot] = ++size;
    return size - 1;
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    entries = Arrays.copyOf(entries, slots.length / 2);
    for (int number = 0; number < size; number++) {
      slots[free(entries[number])] = number + 1;
    }
  }

  private int free(long entry) {
    int slot = slot(entry);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int slot(long entry) {
    long mixed = entry * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32) & slots.length - 1;
  }
}
