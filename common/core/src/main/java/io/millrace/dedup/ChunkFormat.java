package io.millrace.dedup;

import java.util.Arrays;

/**
 * A chunk of ids as it lies in state: the format's version, a byte with the level and the kind of
 * the entries, then the entries. In version 1 as {@link IdBlock} holds them, in version 2 as {@link
 * UuidGroups} does; the shorter one is written.
 */
final class ChunkFormat {

  private static final int HEADER = 2;
  private static final byte PLAIN = 1;
  private static final byte GROUPED = 2;

  private ChunkFormat() {}

  /** The block's entries from {@code start} on. */
  static byte[] write(IdBlock block, int start, int level) {
    int end = block.used();
    byte[] entries = block.bytes();
    if (block.uuids()) {
      int[] counts = UuidGroups.count(entries, start, end);
      int size = UuidGroups.size(counts);
      if (size < end - start) {
        byte[] chunk = chunk(GROUPED, block, level, size);
        UuidGroups.write(entries, start, end, counts, chunk, HEADER);
        return chunk;
      }
    }
    byte[] chunk = chunk(PLAIN, block, level, end - start);
    System.arraycopy(entries, start, chunk, HEADER, end - start);
    return chunk;
  }

  private static byte[] chunk(byte version, IdBlock block, int level, int size) {
    byte[] chunk = new byte[HEADER + size];
    chunk[0] = version;
    chunk[1] = (byte) (level << 1 | (block.uuids() ? 1 : 0));
    return chunk;
  }

  /** The chunk's entries as {@link IdBlock} holds them; also checks its version. */
  static byte[] entries(byte[] chunk) {
    if (chunk.length < HEADER || (chunk[0] != PLAIN && chunk[0] != GROUPED)) {
      throw new IllegalStateException(
          "A chunk of dedup state has "
              + (chunk.length < HEADER ? chunk.length + " bytes" : "version " + chunk[0])
              + "; this build reads versions "
              + PLAIN
              + " and "
              + GROUPED);
    }
    return chunk[0] == GROUPED
        ? UuidGroups.read(chunk, HEADER)
        : Arrays.copyOfRange(chunk, HEADER, chunk.length);
  }

  /** Whether the chunk's entries are UUIDs. */
  static boolean uuids(byte[] chunk) {
    return (chunk[1] & 1) != 0;
  }

  static int level(byte[] chunk) {
    return chunk[1] >>> 1;
  }
}
