package io.millrace.bench.program;

import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** Reads {@code 2026-03-01T12:34:56.789Z}, with or without milliseconds, digit by digit. */
final class ClickTime {

  private static final int SECONDS_LENGTH = "2026-03-01T12:34:56Z".length();
  private static final int MILLIS_LENGTH = "2026-03-01T12:34:56.789Z".length();

  // The last date seen: a stream has few.
  private static int lastDate;
  private static long lastDay;

  private ClickTime() {}

  /** Microseconds since the epoch. One thread. */
  static long micros(char[] text, int at, int length) {
    if ((length != SECONDS_LENGTH && length != MILLIS_LENGTH) || text[at + length - 1] != 'Z') {
      Instant time = Instant.parse(new String(text, at, length));
      return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
    }
    int year = two(text, at) * 100 + two(text, at + 2);
    int date = (year * 100 + two(text, at + 5)) * 100 + two(text, at + 8);
    if (date != lastDate) {
      lastDay = LocalDate.of(year, two(text, at + 5), two(text, at + 8)).toEpochDay();
      lastDate = date;
    }
    long seconds =
        lastDay * 86_400
            + two(text, at + 11) * 3_600L
            + two(text, at + 14) * 60L
            + two(text, at + 17);
    long millis = length == SECONDS_LENGTH ? 0 : two(text, at + 20) * 10 + text[at + 22] - '0';
    return (seconds * 1_000 + millis) * 1_000;
  }

  private static int two(char[] text, int at) {
    return (text[at] - '0') * 10 + text[at + 1] - '0';
  }
}
