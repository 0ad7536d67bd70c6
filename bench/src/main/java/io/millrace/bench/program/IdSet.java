package io.millrace.bench.program;

import java.util.UUID;

/** A set of 128-bit ids in one primitive array: open addressing, linear probing. */
final class IdSet {

  private static final double MOST_FULL = 0.6;

  private long[] slots = new long[2 << 16];
  private int size;
  private boolean hasZero;

  /** Adds an id; whether it was not there. */
  boolean add(UUID id) {
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    if (high == 0 && low == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    if (!insert(slots, high, low)) {
      return false;
    }
    size++;
    if (2 * size > slots.length * MOST_FULL) {
      long[] larger = new long[slots.length * 2];
      for (int i = 0; i < slots.length; i += 2) {
        if (slots[i] != 0 || slots[i + 1] != 0) {
          insert(larger, slots[i], slots[i + 1]);
        }
      }
      slots = larger;
    }
    return true;
  }

  private static boolean insert(long[] slots, long high, long low) {
    int mask = slots.length - 1;
    int at = ((int) (((high ^ low) * 0x9E3779B97F4A7C15L) >>> 33) * 2) & mask;
    while (slots[at] != 0 || slots[at + 1] != 0) {
      if (slots[at] == high && slots[at + 1] == low) {
        return false;
      }
      at = (at + 2) & mask;
    }
    slots[at] = high;
    slots[at + 1] = low;
    return true;
  }
}
