package io.millrace.local.audit;

import java.util.List;

/**
 * What is said of a split's positions.
 *
 * @param pending records that the source holds after the last one consumed
 * @param findings what does not balance
 */
record Positions(long pending, List<Gap> gaps, List<String> findings) {

  Positions {
    gaps = List.copyOf(gaps);
    findings = List.copyOf(findings);
  }
}
