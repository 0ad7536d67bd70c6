package io.millrace.dedup;

/**
 * A chunk of ids as it lies in state: the format's version, a byte with the level and the kind of
 * the entries, then the entries as {@link IdBlock} holds them.
 */
final class ChunkFormat {

  static final int HEADER = 2;

  private static final byte VERSION = 1;

  private ChunkFormat() {}

  /** The block's entries from {@code start} on. */
  static byte[] write(IdBlock block, int start, int level) {
    int length = block.used() - start;
    byte[] chunk = new byte[HEADER + length];
    chunk[0] = VERSION;
    chunk[1] = (byte) (level << 1 | (block.uuids() ? 1 : 0));
    System.arraycopy(block.bytes(), start, chunk, HEADER, length);
    return chunk;
  }

  /** Whether the chunk's entries are UUIDs; also checks its version. */
  static boolean uuids(byte[] chunk) {
    if (chunk.length < HEADER || chunk[0] != VERSION) {
      throw new IllegalStateException(
          "A chunk of dedup state has "
              + (chunk.length < HEADER ? chunk.length + " bytes" : "version " + chunk[0])
              + "; this build reads version "
              + VERSION);
    }
    return (chunk[1] & 1) != 0;
  }

  static int level(byte[] chunk) {
    return chunk[1] >>> 1;
  }
}
