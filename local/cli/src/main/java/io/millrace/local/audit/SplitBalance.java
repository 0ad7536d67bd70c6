package io.millrace.local.audit;

import java.util.List;

/**
 * The audit of one split.
 *
 * @param pending records that the source holds after the last one consumed
 * @param lakeRows the split's rows in the lake's files
 * @param deadLetters the split's rows in the dead letters' files
 * @param findings what does not balance; empty if all does
 */
public record SplitBalance(
    String split,
    long consumed,
    long written,
    long duplicate,
    long rejected,
    long late,
    long pending,
    long lakeRows,
    long deadLetters,
    List<Gap> gaps,
    List<String> findings) {

  public boolean balanced() {
    return findings.isEmpty();
  }
}
