package io.millrace.dedup;

/**
 * Finds an id's entry in the blocks of a bucket: open addressing with linear probing over one byte
 * (7 bits of the hash, so that nearly every miss is known without a look into a block) and one
 * reference a slot. Never deletes a single id; it is rebuilt when a slice goes.
 */
final class IdTable {

  static final long NOT_FOUND = -1;

  private static final int FEWEST_SLOTS = 16;

  // References lie in pages: one array of a megabyte takes two from a garbage collector that gives
  // large arrays whole regions.
  private static final int PAGE_BITS = 14;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

  private final IdBlocks blocks;
  private final IdHash idHash;
  private byte[] tags = {};
  private int[][] references = {};
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
    return 5L * tags.length;
  }

  /** The reference of the entry with this id, unsigned, or {@link #NOT_FOUND}. */
  long find(IdKey key) {
    int mask = tags.length - 1;
    byte tag = tag(key.hash());
    for (int slot = (int) key.hash() & mask; tags[slot] != 0; slot = (slot + 1) & mask) {
      if (tags[slot] == tag) {
        int reference = references[slot >>> PAGE_BITS][slot & PAGE_MASK];
        if (blocks.get(IdBlocks.place(reference)).holds(IdBlocks.at(reference), key)) {
          return Integer.toUnsignedLong(reference);
        }
      }
    }
    return NOT_FOUND;
  }

  /** Makes room for {@code more} ids; to be called before their entries are in the blocks. */
  void reserve(int more) {
    if (count + more > capacity(tags.length)) {
      rebuild(count + more);
    }
  }

  /** Adds an entry whose id is not in the table; there must be room. */
  void insert(long hash, int reference) {
    int mask = tags.length - 1;
    int slot = (int) hash & mask;
    while (tags[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    tags[slot] = tag(hash);
    references[slot >>> PAGE_BITS][slot & PAGE_MASK] = reference;
    count++;
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
    int slots = FEWEST_SLOTS;
    while (capacity(slots) < expected) {
      slots = Math.multiplyExact(slots, 2);
    }
    tags = new byte[slots];
    references = new int[(slots + PAGE_MASK) >>> PAGE_BITS][Math.min(slots, 1 << PAGE_BITS)];
    count = 0;
  }

  private static int capacity(int slots) {
    return slots - (slots >> 2);
  }

  private static byte tag(long hash) {
    return (byte) (hash >>> 57 | 0x80);
  }
}
