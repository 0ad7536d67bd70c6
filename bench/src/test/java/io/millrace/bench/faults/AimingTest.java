package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AimingTest {

  @Test
  void evenlyItAimsAtWhatHasBeenHitLeastWhateverItMisses() {
    Aiming aiming = new Aiming(true);
    Random random = new Random(1);
    for (Phase phase : Phase.values()) {
      if (phase != Phase.IN_COMMIT) {
        aiming.hit("kill", phase);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(aiming.next("kill", random)).isEqualTo(Phase.IN_COMMIT);
    }
    aiming.hit("kill", Phase.IN_COMMIT);
    Set<Phase> aims = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      aims.add(aiming.next("kill", random));
    }
    assertThat(aims).as("of several, any").containsExactlyInAnyOrder(Phase.values());
  }

  @Test
  void otherwiseTheSeedDecidesWhateverWasHit() {
    Aiming fresh = new Aiming(false);
    Aiming used = new Aiming(false);
    used.hit("kill", Phase.IN_COMMIT);
    Random one = new Random(7);
    Random same = new Random(7);
    for (int i = 0; i < 20; i++) {
      assertThat(fresh.next("kill", one)).isEqualTo(used.next("kill", same));
    }
  }

  @Test
  void whatIsTakenFromChanceIsTheSameEitherWay() {
    Random even = new Random(7);
    Random seed = new Random(7);
    new Aiming(true).next("kill", even);
    new Aiming(false).next("kill", seed);
    assertThat(even.nextLong()).isEqualTo(seed.nextLong());
  }
}
