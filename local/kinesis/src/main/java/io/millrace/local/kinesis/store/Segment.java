package io.millrace.local.kinesis.store;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntConsumer;

/**
 * One file of a shard's log, named by its first record's number and offset. What was written stays
 * when the process is killed, not when the machine loses power: nothing is forced to the disk.
 */
final class Segment implements Closeable {

  private static final int SCAN_BUFFER = 12 << 20;

  private final Path file;
  private final long firstNumber;
  private final long firstOffset;
  private final FileChannel channel;
  private long length;

  private Segment(Path file, long firstNumber, long firstOffset) throws IOException {
    this.file = file;
    this.firstNumber = firstNumber;
    this.firstOffset = firstOffset;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.length = channel.size();
  }

  static Segment create(Path folder, long firstNumber, long firstOffset) throws IOException {
    String name = String.format("%019d-%019d.log", firstNumber, firstOffset);
    return new Segment(folder.resolve(name), firstNumber, firstOffset);
  }

  static Segment open(Path file) throws IOException {
    String[] name = file.getFileName().toString().replace(".log", "").split("-", -1);
    return new Segment(file, Long.parseLong(name[0]), Long.parseLong(name[1]));
  }

  long firstNumber() {
    return firstNumber;
  }

  long firstOffset() {
    return firstOffset;
  }

  long endOffset() {
    return firstOffset + length;
  }

  long length() {
    return length;
  }

  void append(ByteBuffer entries) throws IOException {
    while (entries.hasRemaining()) {
      length += channel.write(entries, length);
    }
  }

  /** Adds bytes of the log to a buffer. */
  void read(long offset, int count, ByteBuf target) throws IOException {
    long at = offset - firstOffset;
    int left = count;
    while (left > 0) {
      int read = target.writeBytes(channel, at, left);
      if (read < 0) {
        throw new EOFException(file + " ends at " + length + ", not at " + (at + left));
      }
      at += read;
      left -= read;
    }
  }

  long readLong(long offset) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES);
    long at = offset - firstOffset;
    while (value.hasRemaining()) {
      int read = channel.read(value, at + value.position());
      if (read < 0) {
        throw new EOFException(file + " ends before " + (at + Long.BYTES));
      }
    }
    return value.getLong(0);
  }

  /** Names each whole entry's length, and cuts off what a kill left of a last one. */
  void scan(IntConsumer lengths) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(SCAN_BUFFER, Math.max(length, 1)));
    long at = 0;
    while (at < length) {
      buffer.clear();
      while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
        // Until the buffer is full or the file ends.
      }
      int taken = takeEntries(buffer, lengths);
      if (taken == 0) {
        channel.truncate(at);
        length = at;
        return;
      }
      at += taken;
    }
  }

  private static int takeEntries(ByteBuffer buffer, IntConsumer lengths) {
    int limit = buffer.position();
    int at = 0;
    while (true) {
      int entry = RecordEntry.length(buffer, at, limit);
      if (entry <= 0 || entry > limit - at) {
        return at;
      }
      lengths.accept(entry);
      at += entry;
    }
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
