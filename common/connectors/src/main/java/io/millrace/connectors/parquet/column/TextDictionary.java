package io.millrace.connectors.parquet.column;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import net.openhft.hashing.LongHashFunction;

/**
 * The different texts of a column chunk, numbered from 0 in the order they came. A text is hashed
 * and compared eight bytes and more at a time, where Parquet's own dictionaries go byte by byte; a
 * column of a few long texts, such as user agents, spends most of its time on that. Not
 * thread-safe.
 */
final class TextDictionary {

  /** Seeded anew in each process, so that nobody can choose texts that collide. */
  private static final LongHashFunction HASH =
      LongHashFunction.xx3(ThreadLocalRandom.current().nextLong());

  private static final int FIRST_SLOTS = 64;
  private static final int FIRST_BYTES = 1024;

  /** A huge text must not keep its memory for good. */
  private static final int MOST_KEPT_BYTES = 4 << 20;

  /** Numbers plus one by hash, 0 where there is none; as long as a power of two, half full. */
  private int[] slots = new int[FIRST_SLOTS];

  private long[] hashes = new long[FIRST_SLOTS / 2];
  private int[] ends = new int[FIRST_SLOTS / 2];
  private byte[] texts = new byte[FIRST_BYTES];
  private int size;
  private int last;

  /** How many there are. */
  int size() {
    return size;
  }

  /** How many bytes the texts have together. */
  int bytes() {
    return size == 0 ? 0 : ends[size - 1];
  }

  /** The array that holds all texts; valid until the next one is added. */
  byte[] texts() {
    return texts;
  }

  /** Where in {@link #texts()} the text with this number begins. */
  int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  int length(int number) {
    return ends[number] - start(number);
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
    last = 0;
    if (texts.length > MOST_KEPT_BYTES) {
      texts = new byte[FIRST_BYTES];
    }
  }

  /** The number of a text, which is added if it is new. */
  int add(byte[] bytes, int offset, int length) {
    // Neighbours are often the same, such as the splits that records come from.
    if (last < size && is(last, bytes, offset, length)) {
      return last;
    }
    last = find(bytes, offset, length);
    return last;
  }

  private boolean is(int number, byte[] bytes, int offset, int length) {
    return Arrays.equals(texts, start(number), ends[number], bytes, offset, offset + length);
  }

  private int find(byte[] bytes, int offset, int length) {
    long hash = HASH.hashBytes(bytes, offset, length);
    int slot = (int) hash & slots.length - 1;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && is(number, bytes, offset, length)) {
        return number;
      }
      slot = slot + 1 & slots.length - 1;
    }
    if (size == ends.length) {
      grow();
      slot = free(hash);
    }
    slots[slot] = size + 1;
    hashes[size] = hash;
    int start = start(size);
    int end = Math.addExact(start, length);
    if (end > texts.length) {
      texts = Arrays.copyOf(texts, Math.max(end, Math.multiplyExact(2, texts.length)));
    }
    System.arraycopy(bytes, offset, texts, start, length);
    ends[size] = end;
    return size++;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    hashes = Arrays.copyOf(hashes, slots.length / 2);
    ends = Arrays.copyOf(ends, slots.length / 2);
    for (int number = 0; number < size; number++) {
      slots[free(hashes[number])] = number + 1;
    }
  }

  private int free(long hash) {
    int slot = (int) hash & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
