package io.millrace.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Entries of UUIDs in the order of their first byte, which then need not be written for each: 256
 * varints say how many entries begin with 0, 1 and so on; the entries follow without that byte.
 */
final class UuidGroups {

  private static final int GROUPS = 256;
  private static final int ENTRY = IdBlock.UUID_ENTRY;
  private static final int SHORT_ENTRY = ENTRY - 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private UuidGroups() {}

  /** How many entries begin with each byte. */
  static int[] count(byte[] entries, int from, int to) {
    int[] counts = new int[GROUPS];
    for (int at = from; at < to; at += ENTRY) {
      counts[group(entries, at)]++;
    }
    return counts;
  }

  /** How many bytes {@link #write} takes. */
  static int size(int[] counts) {
    int size = 0;
    for (int count : counts) {
      size += Varint.size(count) + count * SHORT_ENTRY;
    }
    return size;
  }

  static void write(byte[] entries, int from, int to, int[] counts, byte[] target, int start) {
    int at = start;
    for (int count : counts) {
      at = Varint.write(target, at, count);
    }
    int[] next = new int[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      next[group] = at;
      at += counts[group] * SHORT_ENTRY;
    }
    for (int entry = from; entry < to; entry += ENTRY) {
      int group = group(entries, entry);
      // The first byte is written too, and then the second long over it.
      LONG.set(target, next[group], (long) LONG.get(entries, entry));
      LONG.set(target, next[group] + 7, (long) LONG.get(entries, entry + 8));
      LONG.set(target, next[group] + 15, (long) LONG.get(entries, entry + 16));
      next[group] += SHORT_ENTRY;
    }
  }

  /** The entries that {@link #write} wrote from {@code start} to the end. */
  static byte[] read(byte[] source, int start) {
    int[] counts = new int[GROUPS];
    int from = start;
    int all = 0;
    for (int group = 0; group < GROUPS; group++) {
      counts[group] = Varint.read(source, from);
      from += Varint.size(counts[group]);
      all += counts[group];
    }
    byte[] entries = new byte[all * ENTRY];
    int to = 0;
    for (int group = 0; group < GROUPS; group++) {
      for (int i = 0; i < counts[group]; i++) {
        long rest = (long) LONG.get(source, from) << 8 >>> 8;
        LONG.set(entries, to, rest | (long) group << 56);
        LONG.set(entries, to + 8, (long) LONG.get(source, from + 7));
        LONG.set(entries, to + 16, (long) LONG.get(source, from + 15));
        from += SHORT_ENTRY;
        to += ENTRY;
      }
    }
    return entries;
  }

  /** The first byte of the id: the last of its first half, which lies in little-endian order. */
  private static int group(byte[] entries, int at) {
    return entries[at + 7] & 0xff;
  }
}
