package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatioTest {

  private static final Map<String, List<Double>> RATES =
      Map.of(
          "fast",
          List.of(100.0, 200.0),
          "slow",
          List.of(50.0, 250.0),
          "also",
          List.of(100.0, 50.0));

  @Test
  void eachRoundHasItsRatio() {
    Ratio ratio = new Ratio("ratio", List.of("fast"), "slow", 1);
    assertThat(ratio.ofRounds(RATES)).containsExactly(2.0, 0.8);
  }

  @Test
  void theBestRatioIsThatOfEachOnesBestRound() {
    Ratio ratio = new Ratio("ratio", List.of("fast"), "slow", 1);
    assertThat(ratio.ofBest(RATES)).isEqualTo(0.8);
  }

  @Test
  void theCpuTimesOfProgramsThatEachDoAPartAreAdded() {
    Ratio ratio = new Ratio("ratio", List.of("fast", "also"), "slow", 1);
    assertThat(ratio.ofRounds(RATES)).containsExactly(1.0, 40.0 / 250);
    assertThat(ratio.ofBest(RATES)).isCloseTo(1 / (1 / 200.0 + 1 / 100.0) / 250, within(1e-9));
  }
}
