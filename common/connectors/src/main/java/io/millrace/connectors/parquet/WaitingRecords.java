package io.millrace.connectors.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of one file that wait for their row group, in the order they came: first spilled
 * chunks, then those in memory. Not thread-safe.
 */
final class WaitingRecords {

  private static final int FIRST_CHUNK = 1 << 10;
  private static final int FULL_CHUNK = 1 << 18;

  private final List<SpillFile.Block> spilled = new ArrayList<>();
  private final List<Chunk> full = new ArrayList<>();
  private byte[] last = {};
  private int lastLength;
  private long fullBytes;
  private long recordBytes;
  private long count;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, int length) {}

  /** Takes a run of whole records: the first {@code length} of {@code bytes}. */
  interface Visitor {
    void visit(byte[] bytes, int length) throws IOException;
  }

  /** Adds one record; a record is never cut in two. */
  void append(byte[] record, int length) {
    if (last.length - lastLength < length) {
      makeRoom(length);
    }
    System.arraycopy(record, 0, last, lastLength, length);
    lastLength += length;
    recordBytes += length;
    count++;
  }

  private void makeRoom(int length) {
    int needed = Math.addExact(lastLength, length);
    if (needed <= FULL_CHUNK) {
      last = Arrays.copyOf(last, Math.max(FIRST_CHUNK, Integer.highestOneBit(needed - 1) << 1));
      return;
    }
    closeLast();
    last = new byte[Math.max(FULL_CHUNK, length)];
  }

  private void closeLast() {
    if (lastLength > 0) {
      full.add(new Chunk(last, lastLength));
      fullBytes += last.length;
    }
    last = new byte[0];
    lastLength = 0;
  }

  /** How many records wait. */
  long count() {
    return count;
  }

  /** How many bytes the waiting records have, in memory or spilled. */
  long recordBytes() {
    return recordBytes;
  }

  /** How many bytes of heap the waiting records take. */
  long heapBytes() {
    return fullBytes + last.length;
  }

  /** Moves what is in memory to {@code file}. */
  void spill(SpillFile file) throws IOException {
    closeLast();
    for (Chunk chunk : full) {
      spilled.add(file.write(chunk.bytes, chunk.length));
    }
    full.clear();
    fullBytes = 0;
  }

  /** Hands over all records in order and forgets them. */
  void drain(SpillFile file, Visitor visitor) throws IOException {
    closeLast();
    for (SpillFile.Block block : spilled) {
      visitor.visit(file.read(block), block.length());
    }
    for (Chunk chunk : full) {
      visitor.visit(chunk.bytes, chunk.length);
    }
    spilled.clear();
    full.clear();
    fullBytes = 0;
    recordBytes = 0;
    count = 0;
  }
}
