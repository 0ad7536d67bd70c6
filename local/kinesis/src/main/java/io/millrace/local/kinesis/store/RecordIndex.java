package io.millrace.local.kinesis.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each record of a log begins: four bytes a record. A record's number counts from 0 over the
 * whole life of its shard. Not thread safe.
 */
final class RecordIndex {

  /** So many that even the largest records keep the distances in an int. */
  private static final int BLOCK = 128;

  private static final class Block {
    private final long base;
    private final int[] distances = new int[BLOCK];

    Block(long base) {
      this.base = base;
    }

    void set(int slot, long offset) {
      distances[slot] = Math.toIntExact(offset - base);
    }

    long offset(int slot) {
      return base + distances[slot];
    }
  }

  private final List<Block> blocks = new ArrayList<>();
  private long firstNumber;
  private long nextNumber;
  private long endOffset;

  RecordIndex(long firstNumber, long firstOffset) {
    this.firstNumber = firstNumber - firstNumber % BLOCK;
    this.nextNumber = firstNumber;
    this.endOffset = firstOffset;
    if (firstNumber % BLOCK != 0) {
      blocks.add(new Block(firstOffset));
    }
  }

  void add(int length) {
    int slot = (int) (nextNumber % BLOCK);
    if (slot == 0) {
      blocks.add(new Block(endOffset));
    }
    blocks.get(blocks.size() - 1).set(slot, endOffset);
    nextNumber++;
    endOffset += length;
  }

  /** The number that the next record gets. */
  long end() {
    return nextNumber;
  }

  long endOffset() {
    return endOffset;
  }

  /** Where a record begins; for {@link #end} where the last one ends. */
  long offset(long number) {
    if (number == nextNumber) {
      return endOffset;
    }
    return blocks.get((int) ((number - firstNumber) / BLOCK)).offset((int) (number % BLOCK));
  }

  /** Forgets the blocks that lie wholly before a record. */
  void forgetBefore(long number) {
    int dropped = (int) ((number - firstNumber) / BLOCK);
    if (dropped > 0) {
      blocks.subList(0, Math.min(dropped, blocks.size())).clear();
      firstNumber += (long) dropped * BLOCK;
    }
  }
}
