package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.faults.CheckpointClock.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointClockTest {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  @Test
  void aCheckpointUnderWayIsBeforeItsCommitWhateverIsVisible() {
    assertThat(new Reading(8, 7, true, 0, 100).phase(6, INTERVAL, 150))
        .isEqualTo(Phase.BEFORE_COMMIT);
  }

  @Test
  void aCompleteOneIsInItsCommitUntilItsPageIsVisible() {
    assertThat(new Reading(7, 7, false, 0, 100).phase(6, INTERVAL, 150)).isEqualTo(Phase.IN_COMMIT);
  }

  @Test
  void theTimeToTheNextBarrierIsHalved() {
    Reading quick = new Reading(7, 7, false, 0, 100);
    assertThat(quick.phase(7, INTERVAL, 1_000)).isEqualTo(Phase.AFTER_COMMIT);
    assertThat(quick.phase(7, INTERVAL, 1_100)).isEqualTo(Phase.BEFORE_BARRIER);
  }

  /** The next is due by then, and comes behind the least pause. */
  @Test
  void behindACheckpointThatTookLongTheBarrierIsNear() {
    Reading slow = new Reading(7, 7, false, 0, 3_000);
    assertThat(slow.phase(7, INTERVAL, 3_200)).isEqualTo(Phase.AFTER_COMMIT);
    assertThat(slow.phase(7, INTERVAL, 3_300)).isEqualTo(Phase.BEFORE_BARRIER);
  }
}
