package io.millrace.local.demo;

import java.time.Duration;
import java.util.ArrayDeque;

/** Records a second over the last few seconds, and for how long nothing has moved. */
final class Speed {

  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

  private record Sample(long nanos, long records) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private long lastSign = Long.MIN_VALUE;
  private long lastMove = System.nanoTime();

  /**
   * @param records read so far
   * @param otherSign whatever else moves while things go on
   */
  void seen(long records, long otherSign) {
    long now = System.nanoTime();
    if (!samples.isEmpty() && records < samples.getLast().records()) {
      samples.clear(); // A recovery: the job counts anew.
    }
    samples.add(new Sample(now, records));
    while (samples.size() > 2 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
    long sign = records + otherSign;
    if (sign != lastSign) {
      lastSign = sign;
      lastMove = now;
    }
  }

  long perSecond() {
    long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
    long records = samples.getLast().records() - samples.getFirst().records();
    return nanos == 0 ? 0 : Math.round(records * 1e9 / nanos);
  }

  Duration stalledFor() {
    return Duration.ofNanos(System.nanoTime() - lastMove);
  }
}
