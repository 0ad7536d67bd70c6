package io.millrace.contract;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a date, time or timestamp stands in the JSON.
 *
 * @param kind ISO-8601 text (the default), a {@link java.time.format.DateTimeFormatter} pattern, or
 *     a number since the epoch ({@code format: epoch_seconds}, {@code epoch_millis}, {@code
 *     epoch_micros})
 * @param pattern the formatter's pattern for {@link Kind#PATTERN}, else null
 * @param defaultZone the zone id of values that carry none (ODCS {@code defaultTimezone}); {@code
 *     UTC} by default
 */
public record TimeFormat(Kind kind, @Nullable String pattern, String defaultZone)
    implements Serializable {

  /** ISO-8601 text; values without a zone are UTC. */
  public static final TimeFormat ISO = new TimeFormat(Kind.ISO, null, "UTC");

  /** The kinds of {@link TimeFormat}. */
  public enum Kind {
    ISO,
    PATTERN,
    EPOCH_SECONDS,
    EPOCH_MILLIS,
    EPOCH_MICROS
  }
}
