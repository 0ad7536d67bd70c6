package io.millrace.rollups;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Event time cut into slices of equal length by the clock of a time zone, numbered from the epoch:
 * slice {@code k} is from {@code bound(k)} to before {@code bound(k + 1)}. Where the clock is put
 * forward a slice may be shorter, or empty; where it is put back, longer. Not thread-safe.
 */
final class Slices {

  private final long length;
  private final long offset;
  private final ZoneRules rules;
  private final boolean fixed;
  private final long fixedOffset;

  // Neighbours mostly share a slice.
  private long last;
  private long lastStart = Long.MAX_VALUE;
  private long lastEnd = Long.MIN_VALUE;

  /**
   * @param length in milliseconds
   * @param offset shifts every bound, in milliseconds
   */
  Slices(long length, long offset, ZoneId zone) {
    this.length = length;
    this.offset = offset;
    this.rules = zone.getRules();
    this.fixed = rules.isFixedOffset();
    this.fixedOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() * 1000L : 0;
  }

  /** The slice of a time in milliseconds. */
  long index(long time) {
    if (time >= lastStart && time < lastEnd) {
      return last;
    }
    long shift =
        fixed ? fixedOffset : rules.getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1000L;
    long index = Math.floorDiv(time + shift - offset, length);
    while (time >= bound(index + 1)) {
      index++;
    }
    while (time < bound(index)) {
      index--;
    }
    last = index;
    lastStart = bound(index);
    lastEnd = bound(index + 1);
    return index;
  }

  /** Where a slice begins, in milliseconds; never before the slice below it. */
  long bound(long index) {
    long local = index * length + offset;
    if (fixed) {
      return local - fixedOffset;
    }
    LocalDateTime clock =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, 1000L),
            (int) Math.floorMod(local, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    ZoneOffsetTransition transition = rules.getTransition(clock);
    if (transition != null && transition.isGap()) {
      return transition.getInstant().toEpochMilli(); // The clock never shows it.
    }
    return clock.toInstant(rules.getOffset(clock)).toEpochMilli(); // Shown twice: the first time.
  }
}
