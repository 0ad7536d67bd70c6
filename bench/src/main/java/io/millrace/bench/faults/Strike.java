package io.millrace.bench.faults;

import java.util.random.RandomGenerator;

/** What breaks a process at once, whatever else goes on, and mends it. */
interface Strike {

  /** As {@code --fault} names it where it comes alone. */
  String name();

  /** Waits for no phase of any job: there may be no checkpoint at all. */
  void strike(Scene scene, RandomGenerator random) throws Exception;
}
