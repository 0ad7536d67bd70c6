package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordCostTest {

  @Test
  void aLineIsFoundAgain() {
    RecordCost cost = RecordCost.of(Map.of(100, 3.4, 1_000, 7.0, 10_000, 43.0));
    assertThat(cost.microsAnEvent()).isCloseTo(3, within(1e-9));
    assertThat(cost.microsAKilobyte()).isCloseTo(4, within(1e-9));
  }

  @Test
  void shortRecordsCountAsMuchAsLongOnes() {
    RecordCost cost = RecordCost.of(Map.of(100, 3.4, 1_000, 7.0, 100_000, 803.0));
    double atHundredBytes = cost.microsAnEvent() + 0.1 * cost.microsAKilobyte();
    assertThat(atHundredBytes).isBetween(3.0, 3.8);
  }
}
