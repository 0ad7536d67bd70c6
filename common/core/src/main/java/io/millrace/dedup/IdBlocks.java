package io.millrace.dedup;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one bucket. An entry's reference is 32 bits: the block's place here and the entry's
 * place in it, 16 bits each.
 */
final class IdBlocks {

  private static final int MOST = 1 << 16;

  private @Nullable IdBlock[] blocks = {};
  private final BitSet taken = new BitSet();

  /** Takes in a block and returns its place. */
  int add(IdBlock block) {
    int place = taken.nextClearBit(0);
    if (place == MOST) {
      throw new IllegalStateException(
          "A key group's ids fill "
              + MOST
              + " blocks: raise pipeline.max-parallelism (needs a fresh start) or shorten the"
              + " contract's dedupHorizon");
    }
    if (place == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.min(MOST, place + (place >> 1) + 4));
    }
    taken.set(place);
    blocks[place] = block;
    return place;
  }

  void remove(int place) {
    taken.clear(place);
    blocks[place] = null;
  }

  IdBlock get(int place) {
    IdBlock block = blocks[place];
    if (block == null) {
      throw new IllegalStateException("No block " + place);
    }
    return block;
  }

  /** The first place at or after {@code from} that has a block; negative if none has. */
  int next(int from) {
    return taken.nextSetBit(from);
  }

  static int reference(int place, int at) {
    return place << 16 | at;
  }

  static int place(int reference) {
    return reference >>> 16;
  }

  static int at(int reference) {
    return reference & 0xffff;
  }
}
