package io.millrace.dedup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds an id's entry in the blocks of a bucket: a hash table of groups, each as long as a line of
 * the CPU's cache.
 *
 * <pre>
 *   group = 12 tags (8 bits of the hash; 0 is a free slot) | overflow (int) | 12 references (int)
 * </pre>
 *
 * <p>An id goes into the first group with a free slot from the one that its hash names; {@code
 * overflow} counts the ids that went past a group, so that a search ends where nobody did. So an id
 * that is new, as most are, costs one line of memory, and no branch that cannot be foreseen: with
 * millions of ids neither the line nor its page's address is in a cache.
 */
final class IdTable {

  static final long NOT_FOUND = -1;

  private static final int GROUP_BYTES = 64;
  private static final int OVERFLOW = 12;
  private static final int REFERENCES = 16;

  /**
   * So many groups fill a megabyte with their array's header. G1 gives an array of more than half a
   * region whole regions, and on a heap below 4 GB a region is a megabyte.
   */
  private static final int IN_REGION = (1 << 14) - 1;

  /** How many of a group's slots are taken on average when the table is full. */
  private static final int FULL = 8;

  private static final long LOWEST_BITS = 0x0101010101010101L;
  private static final long OTHER_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long GATHER = 0x0102040810204080L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final IdBlocks blocks;
  private final IdHash idHash;
  private byte[] groups = {};
  private int count;

  IdTable(IdBlocks blocks, IdHash idHash) {
    this.blocks = blocks;
    this.idHash = idHash;
    allocate(0);
  }

  int count() {
    return count;
  }

  long bytes() {
    return groups.length;
  }

  /**
   * Reads a little of what {@link #find} and {@link #insert} will read; the result says nothing.
   */
  int touch(long hash) {
    return groups[home(hash)];
  }

  /** The reference of the entry with this id, unsigned, or {@link #NOT_FOUND}. */
  long find(IdKey key) {
    long hash = key.hash();
    byte[] groups = this.groups;
    long tags = tag(hash) * LOWEST_BITS;
    for (int at = home(hash); ; at = next(at)) {
      long first = (long) LONG.get(groups, at);
      long second = (long) LONG.get(groups, at + Long.BYTES);
      for (int same = zeros(first ^ tags, second ^ tags); same != 0; same &= same - 1) {
        int reference = (int) INT.get(groups, reference(at, same));
        if (blocks.get(IdBlocks.place(reference)).holds(IdBlocks.at(reference), key)) {
          return Integer.toUnsignedLong(reference);
        }
      }
      if (overflow(second) == 0) {
        return NOT_FOUND;
      }
    }
  }

  /** Makes room for {@code more} ids; to be called before their entries are in the blocks. */
  void reserve(int more) {
    int needed = Math.addExact(count, more);
    if (needed > capacity()) {
      rebuild(Math.max(needed, Math.addExact(count, count / 2)));
    }
  }

  /** Adds an entry whose id is not in the table; there must be room. */
  void insert(long hash, int reference) {
    byte[] groups = this.groups;
    int at = home(hash);
    int free = free(groups, at);
    while (free == 0) {
      INT.set(groups, at + OVERFLOW, (int) INT.get(groups, at + OVERFLOW) + 1);
      at = next(at);
      free = free(groups, at);
    }
    groups[at + Integer.numberOfTrailingZeros(free)] = (byte) tag(hash);
    INT.set(groups, reference(at, free), reference);
    count++;
  }

  /** Takes out the entry with this hash and reference, which must be there. */
  void remove(long hash, int reference) {
    byte[] groups = this.groups;
    long tags = tag(hash) * LOWEST_BITS;
    for (int at = home(hash); ; at = next(at)) {
      long first = (long) LONG.get(groups, at);
      long second = (long) LONG.get(groups, at + Long.BYTES);
      for (int same = zeros(first ^ tags, second ^ tags); same != 0; same &= same - 1) {
        if ((int) INT.get(groups, reference(at, same)) == reference) {
          groups[at + Integer.numberOfTrailingZeros(same)] = 0;
          count--;
          return;
        }
      }
      if (overflow(second) == 0) {
        throw new IllegalStateException("No entry " + reference);
      }
      INT.set(groups, at + OVERFLOW, overflow(second) - 1);
    }
  }

  /** Whether it would be too large for so many ids. */
  boolean sparse(int ids) {
    return ids < capacity() / 8 * 3;
  }

  /** Starts anew with all entries that the blocks hold, and room for {@code expected} in all. */
  void rebuild(int expected) {
    allocate(expected);
    for (int place = blocks.next(0); place >= 0; place = blocks.next(place + 1)) {
      IdBlock block = blocks.get(place);
      for (int at = 0; at < block.used(); at = block.next(at)) {
        insert(block.hash(at, idHash), IdBlocks.reference(place, at));
      }
    }
  }

  private void allocate(int expected) {
    int number = expected / FULL + 1;
    if (number > IN_REGION / 2) {
      int regions = number / (IN_REGION + 1) + 1;
      number = regions * (IN_REGION + 1) - 1;
    }
    groups = new byte[Math.multiplyExact(number, GROUP_BYTES)];
    count = 0;
  }

  private int capacity() {
    return groups.length / GROUP_BYTES * FULL;
  }

  /** Where the first group begins that an id may be in. */
  private int home(long hash) {
    int number = groups.length / GROUP_BYTES;
    return (int) (((hash & 0xffffffffL) * number) >>> 32) * GROUP_BYTES;
  }

  private int next(int at) {
    int next = at + GROUP_BYTES;
    return next == groups.length ? 0 : next;
  }

  private static int overflow(long second) {
    return (int) (second >>> 32);
  }

  private static int reference(int at, int slots) {
    return at + REFERENCES + Integer.numberOfTrailingZeros(slots) * Integer.BYTES;
  }

  private static int free(byte[] groups, int at) {
    return zeros((long) LONG.get(groups, at), (long) LONG.get(groups, at + Long.BYTES));
  }

  /** A bit for each of the 12 first bytes that is 0. */
  private static int zeros(long first, long second) {
    return gather(first) | (gather(second) & 0xf) << 8;
  }

  private static int gather(long bytes) {
    long zero = ~((bytes & OTHER_BITS) + OTHER_BITS | bytes | OTHER_BITS);
    return (int) (((zero >>> 7) * GATHER) >>> 56);
  }

  private static long tag(long hash) {
    return Math.max(1, hash >>> 56);
  }
}
