package io.millrace.dedup;

import net.openhft.hashing.LongHashFunction;

/**
 * The hash that places ids in a bucket's table. It lives in memory only, never in state; each
 * process draws its own seed, so nobody can choose ids that collide.
 */
interface IdHash {

  long ofUuid(long high, long low);

  long ofBytes(byte[] bytes, int offset, int length);

  static IdHash seeded(long seed) {
    return new Seeded(seed);
  }

  /**
   * XXH3 for bytes; for the two halves of a UUID the multiply-and-fold step that it is built on.
   */
  final class Seeded implements IdHash {
    private final long high;
    private final long low;
    private final LongHashFunction bytes;

    private Seeded(long seed) {
      high = seed ^ 0x9E3779B97F4A7C15L;
      low = Long.rotateLeft(seed, 32) ^ 0xD1B54A32D192ED03L;
      bytes = LongHashFunction.xx3(seed);
    }

    @Override
    public long ofUuid(long highHalf, long lowHalf) {
      return fold(fold(highHalf ^ high, lowHalf ^ low) ^ lowHalf, 0xAEF17502108EF2D9L);
    }

    @Override
    public long ofBytes(byte[] array, int offset, int length) {
      return bytes.hashBytes(array, offset, length);
    }

    private static long fold(long a, long b) {
      return Math.multiplyHigh(a, b) ^ (a * b);
    }
  }
}
