package io.millrace.local.feed;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes microseconds since the epoch as ISO-8601 text; keeps the last second's. Not thread-safe.
 */
final class IsoTime {

  private static final int OFFSET_SECONDS = 2 * 3600;

  private long second = Long.MIN_VALUE;
  private String secondText = "";

  /** Appends {@code micros} in UTC, or at two hours' offset to it. */
  void append(StringBuilder text, long micros, boolean elsewhere) {
    long local = Math.floorDiv(micros, 1_000_000L) + (elsewhere ? OFFSET_SECONDS : 0);
    if (local != second) {
      second = local;
      // Cut to seconds; without the zero seconds that LocalDateTime leaves out.
      String full = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC).toString();
      secondText = full.length() == 16 ? full + ":00" : full;
    }
    int fraction = (int) Math.floorMod(micros, 1_000_000L) + 1_000_000;
    String digits = Integer.toString(fraction);
    text.append(secondText).append('.').append(digits, 1, digits.length());
    text.append(elsewhere ? "+02:00" : "Z");
  }
}
