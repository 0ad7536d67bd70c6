package io.millrace.kinesis.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShardPacingTest {

  private static final long MILLI = 1_000_000;

  private final ShardPacing pacing =
      new ShardPacing(
          new ReadPace(
              5,
              2 << 20,
              Duration.ofMillis(250),
              Duration.ZERO,
              Duration.ofMillis(200),
              Duration.ofSeconds(3),
              4),
          new SplittableRandom(1));

  @Test
  void callsFiveTimesASecondAtTheMost() {
    pacing.started(0);
    assertThat(pacing.succeeded(10 * MILLI, 100, 1000)).isEqualTo(200 * MILLI);
  }

  @Test
  void waitsAsLongAsTheServiceRefusesAfterALargeAnswer() {
    pacing.started(0);
    assertThat(pacing.succeeded(10 * MILLI, 1, 10 << 20)).isEqualTo(5_000 * MILLI);
  }

  @Test
  void restsLongerTheLongerNothingComes() {
    long[] rests = new long[4];
    for (int i = 0; i < rests.length; i++) {
      pacing.started(0);
      rests[i] = pacing.succeeded(0, 0, 0) / MILLI;
    }
    assertThat(rests).containsExactly(250, 500, 1000, 1000);
    pacing.started(0);
    pacing.succeeded(0, 1, 1);
    assertThat(pacing.succeeded(0, 0, 0)).isEqualTo(250 * MILLI);
  }

  @Test
  void backsOffUpToItsLimitAndForgetsItAfterASuccess() {
    for (int failure = 0; failure < 40; failure++) {
      pacing.started(0);
      long wait = pacing.failed(0) / MILLI;
      long full = Math.min(3000, 200L << Math.min(failure, 20));
      assertThat(wait).isBetween(Math.max(200, full / 2), Math.max(200, full));
    }
    assertThat(pacing.exhausted()).isTrue();
    pacing.started(0);
    pacing.succeeded(0, 1, 1);
    assertThat(pacing.exhausted()).isFalse();
  }
}
