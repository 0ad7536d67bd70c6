package io.millrace.dedup;

/**
 * Where a {@link Deduplicator} keeps its ids across restarts: byte chunks under a bucket, the end
 * of a time slice (microseconds) and a number that is unique within both.
 */
public interface ChunkStore {

  /** Keeps a chunk under a number that holds none. */
  void put(int bucket, long sliceEnd, int number, byte[] chunk) throws Exception;

  /** Forgets a chunk that was put or restored. */
  void remove(int bucket, long sliceEnd, int number) throws Exception;
}
