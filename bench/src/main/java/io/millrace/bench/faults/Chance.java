package io.millrace.bench.faults;

import java.util.List;
import java.util.random.RandomGenerator;

/** What a seed decides. */
final class Chance {

  private Chance() {}

  static <T> T one(List<T> of, RandomGenerator random) {
    return of.get(random.nextInt(of.size()));
  }
}
