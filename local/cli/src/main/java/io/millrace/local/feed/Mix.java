package io.millrace.local.feed;

/** Well-mixed numbers from a seed and coordinates, without state: SplitMix64's finalizer. */
final class Mix {

  private Mix() {}

  /** 64 bits for (seed, event, use); unrelated for different arguments. */
  static long of(long seed, long event, long use) {
    return mix(mix(mix(seed) + event) + use);
  }

  /** A number in [0, bound) from mixed bits. */
  static int below(long bits, int bound) {
    return (int) (((bits >>> 33) * bound) >>> 31);
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
