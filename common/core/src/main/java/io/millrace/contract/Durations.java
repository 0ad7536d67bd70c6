package io.millrace.contract;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** ISO-8601 durations of a contract: whole milliseconds, at most ten years. */
final class Durations {

  private static final Duration LONGEST = Duration.ofDays(3650);

  private Durations() {}

  /** The duration, of at least {@code least}; null, and a fault, if it is none. */
  static @Nullable Duration parse(
      @Nullable String text, Duration least, String path, int line, Faults faults) {
    Duration duration = text == null ? null : parse(text);
    if (duration == null) {
      faults.add(
          path,
          line,
          (text == null ? "must be" : Faults.quoted(text) + " is not")
              + " an ISO-8601 duration such as PT30S, PT5M or P1D (weeks, months and years have no"
              + " fixed length)");
      return null;
    }
    if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
      faults.add(path, line, text + " is out of range; use " + least + " to P3650D");
      return null;
    }
    if (!duration.equals(Duration.ofMillis(duration.toMillis()))) {
      faults.add(path, line, text + " is finer than a millisecond; use whole milliseconds");
      return null;
    }
    return duration;
  }

  private static @Nullable Duration parse(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return null; // The caller says what would be right.
    }
  }
}
