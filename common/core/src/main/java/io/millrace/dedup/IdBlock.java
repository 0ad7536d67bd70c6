package io.millrace.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A run of ids of one slice with their content hashes, one after the other in one array; the same
 * bytes go into state. Ids are all UUIDs (16 bytes, no length) or all others (length as a varint,
 * bytes). The array starts small and grows to {@value #SIZE} bytes; an id that is longer has a
 * block to itself.
 */
final class IdBlock {

  static final int SIZE = 1 << 16;

  private static final int FIRST_SIZE = 192;

  /** How many bytes a UUID takes with its content hash. */
  static final int UUID_ENTRY = 24;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final boolean uuids;
  private final StoredChunks chunks = new StoredChunks();
  private byte[] bytes = {};
  private int used;

  IdBlock(boolean uuids) {
    this.uuids = uuids;
  }

  /** How many bytes {@code key} takes in a block. */
  static int entrySize(IdKey key) {
    if (key.uuid()) {
      return UUID_ENTRY;
    }
    int length = key.text().length;
    return Varint.size(length) + length + Long.BYTES;
  }

  boolean uuids() {
    return uuids;
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many of {@link #bytes()} are filled. */
  int used() {
    return used;
  }

  /** Which parts of it are in state. */
  StoredChunks chunks() {
    return chunks;
  }

  boolean hasRoom(int size) {
    return used + size <= SIZE || used == 0;
  }

  /** Gives back what the array has to spare: nothing is appended any more. */
  void close() {
    if (bytes.length - used > used / 8) {
      bytes = Arrays.copyOf(bytes, used);
    }
  }

  /** Appends an id and returns where it begins. */
  int append(IdKey key, long contentHash) {
    int start = extend(entrySize(key));
    int at = start;
    if (uuids) {
      LONG.set(bytes, at, key.high());
      LONG.set(bytes, at + Long.BYTES, key.low());
      at += 2 * Long.BYTES;
    } else {
      byte[] text = key.text();
      at = Varint.write(bytes, at, text.length);
      System.arraycopy(text, 0, bytes, at, text.length);
      at += text.length;
    }
    LONG.set(bytes, at, contentHash);
    return start;
  }

  /** Appends whole entries as they were in another block and returns where they begin. */
  int append(byte[] entries) {
    int start = extend(entries.length);
    System.arraycopy(entries, 0, bytes, start, entries.length);
    return start;
  }

  /** Whether the entry at {@code at} has the id {@code key}. */
  boolean holds(int at, IdKey key) {
    if (uuids != key.uuid()) {
      return false;
    }
    if (uuids) {
      return (long) LONG.get(bytes, at) == key.high()
          && (long) LONG.get(bytes, at + Long.BYTES) == key.low();
    }
    int length = Varint.read(bytes, at);
    int from = at + Varint.size(length);
    return Arrays.equals(bytes, from, from + length, key.text(), 0, key.text().length);
  }

  long contentHash(int at) {
    return (long) LONG.get(bytes, next(at) - Long.BYTES);
  }

  long hash(int at, IdHash idHash) {
    if (uuids) {
      return idHash.ofUuid((long) LONG.get(bytes, at), (long) LONG.get(bytes, at + Long.BYTES));
    }
    int length = Varint.read(bytes, at);
    return idHash.ofBytes(bytes, at + Varint.size(length), length);
  }

  /** Where the entry after the one at {@code at} begins; {@link #used()} after the last. */
  int next(int at) {
    if (uuids) {
      return at + UUID_ENTRY;
    }
    int length = Varint.read(bytes, at);
    return at + Varint.size(length) + length + Long.BYTES;
  }

  private int extend(int size) {
    int start = used;
    used += size;
    if (used > bytes.length) {
      int roomy = Math.min(SIZE, Math.max(FIRST_SIZE, bytes.length + (bytes.length >> 1)));
      bytes = Arrays.copyOf(bytes, Math.max(used, roomy));
    }
    return start;
  }
}
