package io.millrace.local.kinesis.store;

import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A shard: a range of hash keys, its records, its ancestry. Thread safe. */
public final class Shard {

  private final ShardFacts facts;
  private final ShardLog log;
  private final Budget reads = new Budget();
  private final Budget readBytes = new Budget();
  private final Budget writes = new Budget();
  private final Budget writeBytes = new Budget();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long closedAt;
  private long firstArrival = -1;

  Shard(ShardFacts facts, Path folder) {
    this.facts = facts;
    this.log = ShardLog.open(folder.resolve(facts.id()));
    this.log.dropBefore(facts.first());
    this.closedAt = facts.closedAt();
  }

  public String id() {
    return facts.id();
  }

  /** Its place in the order of creation within the stream. */
  public long index() {
    return facts.index();
  }

  /** When it came to be, in milliseconds. */
  public long created() {
    return facts.created();
  }

  public HashRange range() {
    return facts.range();
  }

  public @Nullable String parent() {
    return facts.parent();
  }

  public @Nullable String adjacentParent() {
    return facts.adjacentParent();
  }

  public synchronized boolean isOpen() {
    return closedAt == 0;
  }

  /** When it was closed, in milliseconds; 0 while it is open. */
  public synchronized long closedAt() {
    return closedAt;
  }

  /** Below each of its records' sequence numbers. */
  public SequenceNumber startingSequence() {
    return sequence(0);
  }

  /** Above each of its records' sequence numbers; empty while it is open. */
  public synchronized Optional<SequenceNumber> endingSequence() {
    return closedAt == 0 ? Optional.empty() : Optional.of(sequence(log.end() + 1));
  }

  /** Whether it gives out this sequence number, or might. */
  public boolean owns(SequenceNumber sequence) {
    return sequence.created() == created() && sequence.shard() == index();
  }

  /** The sequence number before which nothing of a position has been read. */
  public SequenceNumber sequence(long ordinal) {
    return new SequenceNumber(created(), index(), ordinal);
  }

  /** The number of the first record that is kept. */
  public synchronized long first() {
    return log.first();
  }

  /** The number that the next record gets. */
  public synchronized long end() {
    return log.end();
  }

  /** The first kept record at or after a time, in milliseconds. */
  public synchronized long firstSince(long time) {
    return log.firstSince(time);
  }

  /**
   * Adds a record, if the shard is open and its rates allow it.
   *
   * @param time when it arrives, in milliseconds; no earlier than the record before it, which is
   *     taken instead
   * @throws ThrottledException when they do not
   */
  public Optional<SequenceNumber> put(byte[] key, byte[] data, long time, long now, Limits limits)
      throws ThrottledException {
    SequenceNumber sequence;
    synchronized (this) {
      if (closedAt != 0) {
        return Optional.empty();
      }
      long size = (long) key.length + data.length;
      long perSecond = limits.value(Limit.WRITES_PER_SECOND);
      long bytesPerSecond = limits.value(Limit.WRITE_BYTES_PER_SECOND);
      if (!writes.allows(perSecond, 1, now) || !writeBytes.allows(bytesPerSecond, size, now)) {
        throw new ThrottledException();
      }
      writes.take(perSecond, 1, now);
      writeBytes.take(bytesPerSecond, size, now);
      long arrival = Math.max(time, log.lastArrival());
      sequence = sequence(log.end() + 1);
      log.append(RecordEntry.encode(sequence, arrival, key, data), arrival);
    }
    listeners.forEach(Runnable::run);
    return Optional.of(sequence);
  }

  /** Counts a call of GetRecords against the shard's rates, which may refuse it. */
  public synchronized void admitRead(long now, Limits limits) throws ThrottledException {
    long perSecond = limits.value(Limit.READS_PER_SECOND);
    long bytesPerSecond = limits.value(Limit.READ_BYTES_PER_SECOND);
    if (!reads.allows(perSecond, 1, now) || !readBytes.allows(bytesPerSecond, 1, now)) {
      throw new ThrottledException();
    }
    reads.take(perSecond, 1, now);
  }

  /** Counts what a call returned. */
  public synchronized void countRead(long bytes, long now, Limits limits) {
    readBytes.take(limits.value(Limit.READ_BYTES_PER_SECOND), bytes, now);
  }

  /** Reads from a record on: at least one if there is one and any is wanted. */
  public synchronized Page read(
      long from, long maxRecords, long maxBytes, long now, ByteBufAllocator allocator) {
    long start = Math.min(Math.max(from, log.first()), log.end());
    long low = maxRecords == 0 ? start : Math.min(start + 1, log.end());
    long high = Math.min(start + maxRecords, log.end());
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (log.bytes(start, middle) - (middle - start) * RecordEntry.OVERHEAD <= maxBytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    ByteBuf entries = allocator.directBuffer(Math.max(1, (int) log.bytes(start, low)));
    log.read(start, low, entries);
    long behind = low == log.end() ? 0 : Math.max(1, now - log.arrival(low));
    return new Page(entries, (int) (low - start), low, behind, closedAt != 0 && low == log.end());
  }

  /** Drops the records that were put before a time. */
  public synchronized void dropPutBefore(long time) {
    if (firstArrival < 0 && log.size() > 0) {
      firstArrival = log.arrival(log.first());
    }
    if (log.size() > 0 && firstArrival < time) {
      dropBefore(log.firstSince(time));
    }
  }

  /** Drops the records before a number, as if their time had come. */
  public synchronized void dropBefore(long number) {
    log.dropBefore(number);
    firstArrival = -1;
  }

  /** Calls when records come or the shard ends. The listener must be quick. */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  public void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  synchronized void closeTo(long time) {
    closedAt = time;
  }

  void tellListeners() {
    listeners.forEach(Runnable::run);
  }

  synchronized ShardFacts facts() {
    return facts.with(closedAt, log.first());
  }

  synchronized void release() throws IOException {
    log.close();
  }
}
