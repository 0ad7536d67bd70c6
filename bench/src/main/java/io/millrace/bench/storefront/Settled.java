package io.millrace.bench.storefront;

import java.util.HashSet;
import java.util.Set;

/**
 * What was written of topics of the stream's name that were deleted since: checked while they were
 * there, and no longer to be held against the topic of today. Of one thread.
 */
public final class Settled {

  private final Set<String> runs = new HashSet<>();
  private final Set<String> letters = new HashSet<>();
  private long records;

  /** The runs of all jobs that have read them. */
  public Set<String> runs() {
    return Set.copyOf(runs);
  }

  /** How many records each job has consumed of them. */
  public long records() {
    return records;
  }

  /** The files of dead letters of them, by their paths. */
  Set<String> letters() {
    return Set.copyOf(letters);
  }

  void add(Set<String> moreRuns, Set<String> moreLetters, long moreRecords) {
    runs.addAll(moreRuns);
    letters.addAll(moreLetters);
    records += moreRecords;
  }
}
