package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** A store that holds every rule of {@link ChunkStore} against its caller. */
final class ChunksInMemory implements ChunkStore {

  private record Key(int bucket, long sliceEnd, int number) {}

  private final Map<Key, byte[]> chunks =
      new TreeMap<>(
          Comparator.comparingInt(Key::bucket)
              .thenComparingInt(Key::number)
              .thenComparingLong(Key::sliceEnd));
  private long written;

  @Override
  public void put(int bucket, long sliceEnd, int number, byte[] chunk) {
    assertThat(chunks.put(new Key(bucket, sliceEnd, number), chunk)).isNull();
    written += chunk.length;
  }

  @Override
  public void remove(int bucket, long sliceEnd, int number) {
    assertThat(chunks.remove(new Key(bucket, sliceEnd, number))).isNotNull();
  }

  void restore(Deduplicator deduplicator) {
    chunks.forEach(
        (key, chunk) -> deduplicator.restore(key.bucket, key.sliceEnd, key.number, chunk));
  }

  int count() {
    return chunks.size();
  }

  long bytes() {
    return chunks.values().stream().mapToLong(chunk -> chunk.length).sum();
  }

  /** All bytes ever put: what incremental checkpoints upload. */
  long written() {
    return written;
  }
}
