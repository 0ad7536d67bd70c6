package io.millrace.contract;

import java.io.Serializable;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a date, time or timestamp stands in the JSON.
 *
 * @param kind ISO-8601 text (the default), a {@link DateTimeFormatter} pattern, or a number since
 *     the epoch ({@code format: epoch_seconds}, {@code epoch_millis}, {@code epoch_micros})
 * @param pattern the formatter's pattern for {@link Kind#PATTERN}, else null
 * @param defaultZone the zone id of values that carry none (ODCS {@code defaultTimezone}); {@code
 *     UTC} by default
 */
public record TimeFormat(Kind kind, @Nullable String pattern, String defaultZone)
    implements Serializable {

  /** ISO-8601 text; values without a zone are UTC. */
  public static final TimeFormat ISO = new TimeFormat(Kind.ISO, null, "UTC");

  /**
   * A formatter for {@link #pattern()}: strict (no 30th of February), English names of months and
   * days, years after Christ. Not serializable: made anew by each who needs it.
   *
   * @throws IllegalStateException if there is no pattern
   * @throws IllegalArgumentException if the pattern is not one, which no compiled contract's is
   */
  public DateTimeFormatter formatter() {
    if (pattern == null) {
      throw new IllegalStateException("no pattern: " + kind);
    }
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT)
        .withChronology(IsoChronology.INSTANCE);
  }

  /** The kinds of {@link TimeFormat}. */
  public enum Kind {
    ISO,
    PATTERN,
    EPOCH_SECONDS,
    EPOCH_MILLIS,
    EPOCH_MICROS
  }
}
