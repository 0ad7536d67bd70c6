package io.millrace.bench;

import java.util.concurrent.TimeUnit;

/**
 * What a program took for so many records.
 *
 * @param cpuNanos of all its threads but the compiler's
 * @param clockNanos from the first of the records to the last
 * @param stateBytes the most that lay in its checkpoints' folder at once; 0 if it has none
 */
record Measured(long records, long cpuNanos, long clockNanos, long stateBytes) {

  /** Records a second of CPU time. */
  double rate() {
    return records * (double) TimeUnit.SECONDS.toNanos(1) / cpuNanos;
  }

  /** Microseconds of CPU time that a record takes. */
  double microsAnEvent() {
    return cpuNanos / (double) TimeUnit.MICROSECONDS.toNanos(1) / records;
  }

  /** Records a second on the clock. */
  double clockRate() {
    return records * (double) TimeUnit.SECONDS.toNanos(1) / clockNanos;
  }
}
