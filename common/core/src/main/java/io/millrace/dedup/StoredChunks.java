package io.millrace.dedup;

import java.util.Arrays;

/**
 * Which parts of an {@link IdBlock} are in state: chunks that follow each other from its begin,
 * each with its number, its start and its level.
 *
 * <p>A chunk written at a checkpoint has level 0; {@value #FAN_IN} of a level are written anew as
 * one of the next. So however few ids come between checkpoints, chunks stay few, and an id is
 * written again only once for each factor of {@value #FAN_IN} by which its block was filled slower.
 */
final class StoredChunks {

  static final int FAN_IN = 8;

  private int count;
  private int[] numbers = {};
  private int[] starts = {};
  private byte[] levels = {};
  private int end;

  int count() {
    return count;
  }

  /** Up to where the block is in state. */
  int end() {
    return end;
  }

  int number(int index) {
    return numbers[index];
  }

  int start(int index) {
    return starts[index];
  }

  /**
   * How many of the last chunks one more chunk of level 0 is to be merged with: {@code FAN_IN - 1}
   * of level 0, and as many of level 1 if that completes them, and so on.
   */
  int mergeable() {
    int merged = 0;
    for (int level = 0; trailing(merged, level) >= FAN_IN - 1; level++) {
      merged += FAN_IN - 1;
    }
    return merged;
  }

  void removeLast(int chunks) {
    count -= chunks;
    end = chunks == 0 ? end : starts[count];
  }

  void add(int number, int level, int newEnd) {
    if (count == numbers.length) {
      int size = count + 4;
      numbers = Arrays.copyOf(numbers, size);
      starts = Arrays.copyOf(starts, size);
      levels = Arrays.copyOf(levels, size);
    }
    numbers[count] = number;
    starts[count] = end;
    levels[count] = (byte) level;
    count++;
    end = newEnd;
  }

  private int trailing(int skipped, int level) {
    int same = 0;
    for (int i = count - skipped - 1; i >= 0 && levels[i] == level; i--) {
      same++;
    }
    return same;
  }
}
