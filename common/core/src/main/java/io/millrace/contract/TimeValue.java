package io.millrace.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/**
 * Dates, times and timestamps that stand in a contract itself: bounds and the values of conditions.
 * Numbers are days for a date, microseconds for the others.
 */
enum TimeValue {
  DATE("date", "2026-11-23", "yyyy-MM-dd"),
  TIME("time", "13:14:15", "HH:mm:ss"),
  TIMESTAMP("timestamp", "2026-11-23T13:14:15Z", "yyyy-MM-dd HH:mm:ss");

  private static final long MICROS = 1_000_000L;
  private static final long NANOS_A_MICRO = 1_000L;

  private final String logicalType;
  private final String sample;
  private final String samplePattern;

  TimeValue(String logicalType, String sample, String samplePattern) {
    this.logicalType = logicalType;
    this.sample = sample;
    this.samplePattern = samplePattern;
  }

  String logicalType() {
    return logicalType;
  }

  String sample() {
    return sample;
  }

  String samplePattern() {
    return samplePattern;
  }

  /** The value of {@code text}, in the field's own pattern or ISO-8601; null if it is neither. */
  @Nullable Long parseBound(String text, TimeFormat format) {
    if (format.kind() == TimeFormat.Kind.PATTERN) {
      try {
        return parse(text, format);
      } catch (DateTimeException e) {
        return parseIso(text, format); // A bound may be in either form.
      }
    }
    return parseIso(text, format);
  }

  /** The value of {@code text} in the field's pattern; a timestamp without a time is midnight. */
  long parse(String text, TimeFormat format) {
    DateTimeFormatter formatter = format.formatter();
    TemporalAccessor parsed = formatter.parse(text);
    return switch (this) {
      case DATE -> LocalDate.from(parsed).toEpochDay();
      case TIME -> LocalTime.from(parsed).toNanoOfDay() / NANOS_A_MICRO;
      case TIMESTAMP -> {
        ZoneId zone = parsed.query(TemporalQueries.zone());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        yield micros(
            LocalDate.from(parsed)
                .atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(zone == null ? ZoneId.of(format.defaultZone()) : zone)
                .toInstant());
      }
    };
  }

  private @Nullable Long parseIso(String text, TimeFormat format) {
    try {
      return switch (this) {
        case DATE -> LocalDate.parse(text).toEpochDay();
        case TIME -> LocalTime.parse(text).toNanoOfDay() / NANOS_A_MICRO;
        case TIMESTAMP -> {
          TemporalAccessor parsed =
              DateTimeFormatter.ISO_DATE_TIME.parseBest(
                  text, OffsetDateTime::from, LocalDateTime::from);
          yield parsed instanceof OffsetDateTime exact
              ? micros(exact.toInstant())
              : micros(
                  LocalDateTime.from(parsed).atZone(ZoneId.of(format.defaultZone())).toInstant());
        }
      };
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static long micros(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / NANOS_A_MICRO);
    } catch (ArithmeticException e) {
      throw new DateTimeException("beyond the range of 64-bit microseconds", e);
    }
  }
}
