package io.millrace.dedup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bucket's ids: a table over the blocks of its time slices. */
final class IdBucket {

  private final int bucket;
  private final IdHash idHash;
  private final IdBlocks blocks = new IdBlocks();
  private final IdTable table;
  private final Map<Long, IdSlice> slices = new HashMap<>();
  private @Nullable IdSlice lastSlice;

  IdBucket(int bucket, IdHash idHash) {
    this.bucket = bucket;
    this.idHash = idHash;
    this.table = new IdTable(blocks, idHash);
  }

  /** See {@link IdTable#touch}. */
  int touch(IdKey key) {
    return table.touch(key.hash());
  }

  /** Says {@link Verdict#NEW} of an unknown id without adding it. */
  Verdict look(IdKey key, long contentHash) {
    long found = table.find(key);
    if (found == IdTable.NOT_FOUND) {
      return Verdict.NEW;
    }
    int reference = (int) found;
    long held = blocks.get(IdBlocks.place(reference)).contentHash(IdBlocks.at(reference));
    return held == contentHash ? Verdict.DUPLICATE : Verdict.CONFLICTING;
  }

  /** Adds an id that is not there. */
  void add(IdKey key, long contentHash, long sliceEnd) {
    table.reserve(1);
    table.insert(key.hash(), slice(sliceEnd).add(key, contentHash));
  }

  void restore(long sliceEnd, int number, byte[] chunk) {
    slice(sliceEnd).restore(number, chunk, table, idHash);
  }

  void flush(ChunkStore store) throws Exception {
    for (IdSlice slice : slices.values()) {
      slice.flush(store);
    }
  }

  /** Forgets the slices that {@code time} says are over. */
  void expire(TimeSlices time, long progress, ChunkStore store) throws Exception {
    List<IdSlice> over =
        slices.values().stream().filter(slice -> time.expired(slice.end(), progress)).toList();
    if (over.isEmpty()) {
      return;
    }
    lastSlice = null;
    int left = table.count() - over.stream().mapToInt(IdSlice::ids).sum();
    boolean sparse = table.sparse(left);
    for (IdSlice slice : over) {
      if (!sparse) {
        slice.removeFrom(table, idHash);
      }
      slice.drop(store);
      slices.remove(slice.end());
    }
    if (sparse) {
      table.rebuild(left + left / 4);
    }
  }

  int ids() {
    return table.count();
  }

  long bytes() {
    return table.bytes() + slices.values().stream().mapToLong(IdSlice::bytes).sum();
  }

  int chunks() {
    return slices.values().stream().mapToInt(IdSlice::chunks).sum();
  }

  /** The earliest end of a slice; {@link Long#MAX_VALUE} without one. */
  long oldestEnd() {
    return slices.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  private IdSlice slice(long end) {
    IdSlice slice = lastSlice;
    if (slice == null || slice.end() != end) {
      slice = slices.computeIfAbsent(end, e -> new IdSlice(bucket, e, blocks));
      lastSlice = slice;
    }
    return slice;
  }
}
