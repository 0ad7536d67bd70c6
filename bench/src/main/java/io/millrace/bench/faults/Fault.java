package io.millrace.bench.faults;

import java.util.random.RandomGenerator;

/**
 * One way to break a running platform, and to mend it. Without state: one instance serves a run.
 */
public interface Fault {

  /** As {@code --fault} names it: lower case, words joined by hyphens. */
  String name();

  /** Whether this machine lets it be done; one that it does not is left out. */
  default boolean canBeDone() {
    return true;
  }

  /**
   * Breaks something while records flow, and returns when it is mended: from then on the time to
   * recovery counts. A restart that Flink or a service does by itself need not be over.
   *
   * @param scene where; what the fault chose and hit belongs in {@link Scene#note}
   * @param random all that is left to chance, so that a seed repeats it
   */
  void inject(Scene scene, RandomGenerator random) throws Exception;
}
