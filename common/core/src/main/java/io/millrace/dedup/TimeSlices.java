package io.millrace.dedup;

import io.millrace.progress.EventTimeProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts event time into slices, each named by its end (microseconds, exclusive). An id is put into
 * the slice of its event time, or of the progress where that is higher; a slice is forgotten whole
 * once the progress is a horizon past its end. So an id is remembered for at least the horizon.
 *
 * <p>A slice is a {@value #PER_HORIZON}th of the horizon long. Far from the progress (a backfill in
 * disorder, a split that lags by months) slices double in length with the distance, so that a
 * bucket has a few hundred at the most; ids there are remembered a little longer.
 */
final class TimeSlices {

  static final int PER_HORIZON = 24;

  private final long horizon;
  private final long length;
  private long firstTime = EventTimeProgress.NONE;

  TimeSlices(Duration horizon) {
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException("The dedup horizon must be positive, not " + horizon);
    }
    this.horizon = TimeUnit.MICROSECONDS.convert(horizon);
    this.length = Math.max(TimeUnit.MILLISECONDS.toMicros(1), this.horizon / PER_HORIZON);
  }

  /** How long a slice is near the progress, in microseconds. */
  long length() {
    return length;
  }

  /** The end of the slice that an id of {@code eventTime} goes into. */
  long endFor(long eventTime, long progress) {
    long time = Math.max(eventTime, progress);
    long sliceLength = lengthAt(distance(time, progress));
    return time > Long.MAX_VALUE - sliceLength
        ? Long.MAX_VALUE
        : (Math.floorDiv(time, sliceLength) + 1) * sliceLength;
  }

  /** Whether the progress is a horizon past the slice's end. */
  boolean expired(long sliceEnd, long progress) {
    return progress >= Long.MIN_VALUE + horizon && progress - horizon >= sliceEnd;
  }

  private long distance(long time, long progress) {
    long origin = progress;
    if (progress == EventTimeProgress.NONE) {
      // Before the first watermark, the first event's time is as good a reference.
      firstTime = firstTime == EventTimeProgress.NONE ? time : firstTime;
      origin = firstTime;
    }
    long distance = Math.abs(time - origin);
    return distance >= 0 ? distance : Long.MAX_VALUE;
  }

  private long lengthAt(long distance) {
    long result = length;
    while (distance / result >= 2 * PER_HORIZON) {
      result *= 2;
    }
    return result;
  }
}
