package io.millrace.bench.faults;

import java.util.Locale;

/** Where a job is on its way from one checkpoint to the next. */
enum Phase {
  /** No checkpoint is in progress, and the last one's results have been visible for a while. */
  BEFORE_BARRIER,
  /** A checkpoint is in progress: barriers flow, nothing of it may be visible. */
  BEFORE_COMMIT,
  /** A checkpoint has completed, and its results are not all visible yet. */
  IN_COMMIT,
  /** A checkpoint's results have just become visible. */
  AFTER_COMMIT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
