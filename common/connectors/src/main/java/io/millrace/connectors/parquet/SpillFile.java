package io.millrace.connectors.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for their row group and found no room in memory, compressed, in one temporary
 * file of the sink writer. Its name is removed as soon as it is open, so that it ends with the
 * process at the latest. Not thread-safe.
 */
final class SpillFile {

  private static final int LEVEL = 1;

  private final Path folder;
  private final Zstd zstd = new Zstd(LEVEL);
  private byte[] stored = new byte[1 << 16];
  private @Nullable FileChannel channel;
  private long end;

  SpillFile(Path folder) {
    this.folder = folder;
  }

  /** Where a spilled chunk lies. */
  record Block(long offset, int stored, int length) {}

  Block write(byte[] bytes, int length) throws IOException {
    int size = zstd.compress(bytes, 0, length);
    ByteBuffer buffer = ByteBuffer.wrap(zstd.output(), 0, size);
    FileChannel file = channel();
    Block block = new Block(end, size, length);
    while (buffer.hasRemaining()) {
      end += file.write(buffer, end);
    }
    return block;
  }

  byte[] read(Block block) throws IOException {
    if (stored.length < block.stored()) {
      stored = new byte[block.stored()];
    }
    ByteBuffer buffer = ByteBuffer.wrap(stored, 0, block.stored());
    FileChannel file = channel();
    while (buffer.hasRemaining()) {
      if (file.read(buffer, block.offset() + buffer.position()) < 0) {
        throw new EOFException("a spilled chunk is cut short");
      }
    }
    return zstd.decompress(stored, block.stored(), block.length());
  }

  /** Gives the disk's space back; every block is forgotten. */
  void clear() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    end = 0;
  }

  /** The size of the file in bytes. */
  long size() {
    return end;
  }

  private FileChannel channel() throws IOException {
    if (channel == null) {
      Files.createDirectories(folder);
      Path path = Files.createTempFile(folder, "millrace-", ".spill");
      channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE));
    }
    return channel;
  }
}
