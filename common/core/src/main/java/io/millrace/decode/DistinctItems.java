package io.millrace.decode;

import java.util.Arrays;
import net.openhft.hashing.LongHashFunction;

/** The elements of one array so far, by their row form. Reusable, not thread-safe. */
final class DistinctItems {

  private static final LongHashFunction XXH3 = LongHashFunction.xx3();
  private static final int LARGEST_KEPT = 4096;

  private int[] slots = new int[16]; // Item + 1; 0 is free.
  private int[] starts = new int[8]; // From the array's first byte on.
  private int[] ends = new int[8];
  private long[] hashes = new long[8];
  private int count;
  private boolean nullSeen;

  void clear() {
    if (count > 0) {
      if (slots.length > LARGEST_KEPT) {
        slots = new int[16];
      }
      Arrays.fill(slots, 0);
      count = 0;
    }
    nullSeen = false;
  }

  /**
   * Adds the item in {@code bytes[start, end)}; false if it was there already.
   *
   * @param base where the array's items begin
   * @param present false for a null item
   */
  boolean add(byte[] bytes, int base, int start, int end, boolean present) {
    if (!present) {
      boolean first = !nullSeen;
      nullSeen = true;
      return first;
    }
    if (count * 2 >= slots.length) {
      grow();
    }
    long hash = XXH3.hashBytes(bytes, start, end - start);
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    for (; slots[slot] != 0; slot = slot + 1 & mask) {
      int item = slots[slot] - 1;
      if (hashes[item] == hash
          && Arrays.equals(bytes, base + starts[item], base + ends[item], bytes, start, end)) {
        return false;
      }
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    starts[count] = start - base;
    ends[count] = end - base;
    hashes[count] = hash;
    slots[slot] = ++count;
    return true;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int item = 0; item < count; item++) {
      int slot = (int) hashes[item] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = item + 1;
    }
  }
}
