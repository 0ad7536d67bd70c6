package io.millrace.local.kinesis.store;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The records of one shard, in files that only grow and are dropped from the front. A record's
 * number counts from 0. Not thread safe: the shard locks.
 */
final class ShardLog implements Closeable {

  private static final long SEGMENT_BYTES = 32L << 20;

  private final Path folder;
  private final List<Segment> segments = new ArrayList<>();
  private final RecordIndex index;
  private long firstNumber;
  private long lastArrival;

  private ShardLog(Path folder, List<Segment> found) throws IOException {
    this.folder = folder;
    if (found.isEmpty()) {
      found.add(Segment.create(folder, 0, 0));
    }
    segments.addAll(found);
    firstNumber = segments.get(0).firstNumber();
    index = new RecordIndex(firstNumber, segments.get(0).firstOffset());
    for (Segment segment : segments) {
      segment.scan(index::add);
    }
    lastArrival = size() == 0 ? 0 : arrival(end() - 1);
  }

  /** Opens a shard's log, or makes an empty one. */
  static ShardLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      List<Segment> found = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
          found.add(Segment.open(file));
        }
      }
      return new ShardLog(folder, found);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot open the log " + folder, failure);
    }
  }

  /** The number of the first record that is kept. */
  long first() {
    return firstNumber;
  }

  /** The number that the next record gets. */
  long end() {
    return index.end();
  }

  long size() {
    return end() - first();
  }

  /** The last record's time, in milliseconds; 0 when there was none. */
  long lastArrival() {
    return lastArrival;
  }

  /** Adds one record, whole. */
  void append(byte[] entry, long arrival) {
    try {
      Segment last = segments.get(segments.size() - 1);
      if (last.length() > 0 && last.length() + entry.length > SEGMENT_BYTES) {
        last = Segment.create(folder, index.end(), index.endOffset());
        segments.add(last);
      }
      last.append(ByteBuffer.wrap(entry));
      index.add(entry.length);
      lastArrival = arrival;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write to " + folder, failure);
    }
  }

  /** How many bytes the records from one number to before another take in the log. */
  long bytes(long from, long to) {
    return index.offset(to) - index.offset(from);
  }

  /** When a record was put, in milliseconds. */
  long arrival(long number) {
    try {
      long offset = index.offset(number) + RecordEntry.ARRIVAL_AT;
      return segmentAt(offset).readLong(offset);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read from " + folder, failure);
    }
  }

  /** The first kept record that was put at or after a time; {@link #end} when there is none. */
  long firstSince(long time) {
    if (size() == 0 || lastArrival < time) {
      return end();
    }
    long low = first();
    long high = end() - 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (arrival(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Adds the entries from one number to before another to a buffer. */
  void read(long from, long to, ByteBuf target) {
    long at = index.offset(from);
    long end = index.offset(to);
    try {
      while (at < end) {
        Segment segment = segmentAt(at);
        int count = (int) (Math.min(end, segment.endOffset()) - at);
        segment.read(at, count, target);
        at += count;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read from " + folder, failure);
    }
  }

  /** Drops the records before a number: files go when all in them is dropped. */
  void dropBefore(long number) {
    firstNumber = Math.min(Math.max(firstNumber, number), end());
    try {
      while (segments.size() > 1 && segments.get(1).firstNumber() <= firstNumber) {
        segments.remove(0).delete();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot drop a file of " + folder, failure);
    }
    index.forgetBefore(segments.get(0).firstNumber());
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }

  private Segment segmentAt(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).firstOffset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return segments.get(low);
  }
}
