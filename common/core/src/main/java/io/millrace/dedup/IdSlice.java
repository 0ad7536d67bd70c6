package io.millrace.dedup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of one bucket and one time slice: its blocks, and their chunks in state. */
final class IdSlice {

  private final int bucket;
  private final long end;
  private final IdBlocks blocks;
  private final List<Integer> places = new ArrayList<>();
  private final @Nullable OpenBlock[] open = new OpenBlock[2];
  private int nextNumber;
  private int ids;

  IdSlice(int bucket, long end, IdBlocks blocks) {
    this.bucket = bucket;
    this.end = end;
    this.blocks = blocks;
  }

  long end() {
    return end;
  }

  int ids() {
    return ids;
  }

  /** Adds an id and returns its entry's reference. */
  int add(IdKey key, long contentHash) {
    OpenBlock target = blockFor(key.uuid(), IdBlock.entrySize(key));
    ids++;
    return IdBlocks.reference(target.place, target.block.append(key, contentHash));
  }

  /** Writes what is not in state yet. */
  void flush(ChunkStore store) throws Exception {
    for (int place : places) {
      IdBlock block = blocks.get(place);
      StoredChunks chunks = block.chunks();
      if (chunks.end() < block.used()) {
        int merged = chunks.mergeable();
        for (int i = chunks.count() - merged; i < chunks.count(); i++) {
          store.remove(bucket, end, chunks.number(i));
        }
        chunks.removeLast(merged);
        int level = merged / (StoredChunks.FAN_IN - 1);
        store.put(bucket, end, nextNumber, ChunkFormat.write(block, chunks.end(), level));
        chunks.add(nextNumber++, level, block.used());
      }
    }
  }

  /** Takes back a chunk that {@link #flush} wrote, and adds its ids to {@code table}. */
  void restore(int number, byte[] chunk, IdTable table, IdHash idHash) {
    byte[] entries = ChunkFormat.entries(chunk);
    boolean uuids = ChunkFormat.uuids(chunk);
    // Counted in a block of its own: the table must have room before the entries are in a block.
    IdBlock counted = new IdBlock(uuids);
    counted.append(entries);
    int more = 0;
    for (int at = 0; at < counted.used(); at = counted.next(at)) {
      more++;
    }
    table.reserve(more);
    ids += more;

    OpenBlock target = blockFor(uuids, entries.length);
    IdBlock block = target.block;
    int at = block.append(entries);
    for (; at < block.used(); at = block.next(at)) {
      table.insert(block.hash(at, idHash), IdBlocks.reference(target.place, at));
    }
    block.chunks().add(number, ChunkFormat.level(chunk), block.used());
    nextNumber = Math.max(nextNumber, number + 1);
  }

  /** Takes its ids out of {@code table}. */
  void removeFrom(IdTable table, IdHash idHash) {
    for (int place : places) {
      IdBlock block = blocks.get(place);
      for (int at = 0; at < block.used(); at = block.next(at)) {
        table.remove(block.hash(at, idHash), IdBlocks.reference(place, at));
      }
    }
  }

  /** Gives up all blocks and removes all chunks. */
  void drop(ChunkStore store) throws Exception {
    for (int place : places) {
      StoredChunks chunks = blocks.get(place).chunks();
      for (int i = 0; i < chunks.count(); i++) {
        store.remove(bucket, end, chunks.number(i));
      }
      blocks.remove(place);
    }
  }

  long bytes() {
    long bytes = 0;
    for (int place : places) {
      bytes += blocks.get(place).bytes().length;
    }
    return bytes;
  }

  int chunks() {
    int chunks = 0;
    for (int place : places) {
      chunks += blocks.get(place).chunks().count();
    }
    return chunks;
  }

  private OpenBlock blockFor(boolean uuids, int size) {
    int kind = uuids ? 0 : 1;
    OpenBlock current = open[kind];
    if (current == null || !current.block.hasRoom(size)) {
      if (current != null) {
        current.block.close();
      }
      IdBlock block = new IdBlock(uuids);
      current = new OpenBlock(block, blocks.add(block));
      places.add(current.place);
      open[kind] = current;
    }
    return current;
  }

  private record OpenBlock(IdBlock block, int place) {}
}
