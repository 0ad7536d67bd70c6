package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void theBestMayMissItsTargetByTheTolerance() {
    Summary summary = new Summary(0.25);
    summary.add("ratio", List.of(0.9, 0.1, 0.5), 0.61, 0.80, false);
    summary.add("size", List.of(0.9, 0.8), 0.65, true);
    assertThat(summary.good()).isTrue();
    assertThat(summary.medians()).containsEntry("ratio", 0.5);
    assertThat(summary.spreads()).containsEntry("ratio", List.of(0.1, 0.9));
  }

  @Test
  void aBestBelowThatIsTooLow() {
    Summary summary = new Summary(0.25);
    summary.add("ratio", List.of(0.9, 0.8, 0.7), 0.59, 0.80, false);
    summary.add("other", List.of(2.0), 0.80, false);
    assertThat(summary.good()).isFalse();
  }

  @Test
  void aBestAboveThatIsTooHighWhereTheTargetIsTheMost() {
    Summary summary = new Summary(0.25);
    summary.add("size", List.of(0.82, 0.83), 0.65, true);
    assertThat(summary.good()).isFalse();
  }

  @Test
  void withoutAToleranceEverythingIsGood() {
    Summary summary = new Summary(Double.POSITIVE_INFINITY);
    summary.add("ratio", List.of(0.01), 0.80, false);
    summary.add("size", List.of(100.0), 0.65, true);
    assertThat(summary.good()).isTrue();
  }
}
