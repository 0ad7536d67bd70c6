package io.millrace.dedup;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Remembers event ids, exactly, for at least a horizon of event time: the first event with an id
 * wins. Ids are compared byte by byte; contents by their 64-bit hash.
 *
 * <p>All ids are in memory: a UUID's canonical text takes 24 bytes with its content hash, any other
 * id its length and 9 or 10, and the table 8 to 21 more. What has come since the last {@link
 * #flush} goes to a {@link ChunkStore} as byte chunks, from which {@link #restore} builds it again;
 * nothing is read from the store in between. Buckets are independent, so a store may move them
 * between instances. Event times and progress are microseconds. Not thread-safe.
 */
public final class Deduplicator {

  private final TimeSlices slices;
  private final IdHash idHash;
  private final UuidText uuidText = new UuidText();
  private final @Nullable IdBucket[] buckets;
  private long ids;
  private long pendingBytes;
  private long oldestEnd = Long.MAX_VALUE;

  /** Keeps the compiler from leaving out reads whose result nobody needs. */
  @SuppressWarnings("unused")
  private int touched;

  /**
   * @param buckets how many buckets there are, here or elsewhere
   * @param horizon for how long, at least, an id is remembered
   */
  public Deduplicator(int buckets, Duration horizon) {
    this(buckets, horizon, IdHash.seeded(new SplittableRandom().nextLong()));
  }

  Deduplicator(int buckets, Duration horizon, IdHash idHash) {
    this.buckets = new IdBucket[buckets];
    this.slices = new TimeSlices(horizon);
    this.idHash = idHash;
  }

  /**
   * Prepares an id for {@link #offer}.
   *
   * @param bucket where the id belongs, always the same for an id
   */
  public IdKey key(int bucket, byte[] id) {
    return IdKey.of(bucket, id, uuidText, idHash);
  }

  /**
   * Brings the memory that offers of these ids will look at into the CPU's caches. It changes
   * nothing but how long they take: read in one go, the lines of several ids come at the same time.
   */
  public void fetch(IdKey[] keys) {
    int sum = 0;
    for (IdKey key : keys) {
      sum += bucket(key.bucket()).touch(key);
    }
    touched = sum;
  }

  /**
   * Decides on an event, and remembers its id if that is new.
   *
   * @param progress how far event time has come; {@code Long.MIN_VALUE} if nobody knows yet. Never
   *     falls
   */
  public Verdict offer(IdKey key, long contentHash, long eventTime, long progress) {
    IdBucket ids = bucket(key.bucket());
    Verdict verdict = ids.look(key, contentHash);
    if (verdict == Verdict.NEW) {
      long end = slices.endFor(eventTime, progress);
      ids.add(key, contentHash, end);
      oldestEnd = Math.min(oldestEnd, end);
      this.ids++;
      pendingBytes += IdBlock.entrySize(key);
    }
    return verdict;
  }

  /** Forgets ids, in memory and in the store, that the progress is a horizon past. */
  public void expire(long progress, ChunkStore store) throws Exception {
    if (!slices.expired(oldestEnd, progress)) {
      return;
    }
    ids = 0;
    oldestEnd = Long.MAX_VALUE;
    for (IdBucket bucket : buckets) {
      if (bucket != null) {
        bucket.expire(slices, progress, store);
        ids += bucket.ids();
        oldestEnd = Math.min(oldestEnd, bucket.oldestEnd());
      }
    }
  }

  /** Brings the store up to date. Part of every checkpoint; may be called in between. */
  public void flush(ChunkStore store) throws Exception {
    for (IdBucket bucket : buckets) {
      if (bucket != null) {
        bucket.flush(store);
      }
    }
    pendingBytes = 0;
  }

  /**
   * Takes back a chunk that {@link #flush} gave to a store; all chunks of a bucket in the order of
   * their numbers, before its first event.
   */
  public void restore(int bucket, long sliceEnd, int number, byte[] chunk) {
    IdBucket target = bucket(bucket);
    int before = target.ids();
    target.restore(sliceEnd, number, chunk);
    ids += target.ids() - before;
    oldestEnd = Math.min(oldestEnd, sliceEnd);
  }

  /** How long a slice of event time mostly is, in microseconds. */
  public long sliceLength() {
    return slices.length();
  }

  /** How many ids are remembered. */
  public long ids() {
    return ids;
  }

  /** About how many bytes will be written at the next {@link #flush}. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** How many bytes of memory ids and tables take. Walks all blocks. */
  public long bytes() {
    long bytes = 0;
    for (IdBucket bucket : buckets) {
      bytes += bucket == null ? 0 : bucket.bytes();
    }
    return bytes;
  }

  /** How many chunks the store has. Walks all blocks. */
  public long chunks() {
    long chunks = 0;
    for (IdBucket bucket : buckets) {
      chunks += bucket == null ? 0 : bucket.chunks();
    }
    return chunks;
  }

  private IdBucket bucket(int index) {
    IdBucket bucket = buckets[index];
    if (bucket == null) {
      bucket = new IdBucket(index, idHash);
      buckets[index] = bucket;
    }
    return bucket;
  }
}
