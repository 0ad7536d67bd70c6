package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.TimeFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates, times and timestamps in one {@link TimeFormat}; {@link IsoTimes#INVALID} is what
 * does not have it. What is finer than a microsecond is cut off, towards the past. Whatever its
 * format, a value is of the years 0001 to 9999: number-typed columns could hold more, the tables
 * and files behind them could not.
 *
 * <p>A value without an offset is in the format's default zone; where clocks were set back, the
 * first of the two instants, where they were set forward, the instant after the gap. Dates and
 * times of numbers since the epoch are those of the default zone.
 */
final class TimeReader {

  private static final long INVALID = IsoTimes.INVALID;
  private static final long LONGEST_EXPONENT = 400;

  private static final int FIRST_YEAR = 1;
  private static final int LAST_YEAR = 9999;
  private static final long EARLIEST = startOf(FIRST_YEAR);
  private static final long LATEST = startOf(LAST_YEAR + 1) - 1;

  private final TimeFormat format;
  private final ZoneId zone;
  private final @Nullable ZoneOffset fixedOffset;
  private final @Nullable DateTimeFormatter formatter;
  private final IsoTimes iso = new IsoTimes();

  TimeReader(TimeFormat format) {
    this.format = format;
    zone = ZoneId.of(format.defaultZone());
    fixedOffset = zone.getRules().isFixedOffset() ? zone.getRules().getOffset(Instant.EPOCH) : null;
    formatter = format.kind() == TimeFormat.Kind.PATTERN ? format.formatter() : null;
  }

  /** Days since 1970-01-01. */
  long date(JsonToken token, RecordParser parser) throws IOException {
    if (isEpoch()) {
      long micros = localMicros(epochMicros(token, parser));
      return micros == INVALID ? INVALID : Math.floorDiv(micros, IsoTimes.MICROS_PER_DAY);
    }
    requireString(token, parser, "a date");
    if (formatter == null) {
      return iso.date(parser.string(), parser.stringStart(), parser.stringLength());
    }
    TemporalAccessor parsed = parse(parser);
    LocalDate date = parsed == null ? null : parsed.query(TemporalQueries.localDate());
    return date == null || date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR
        ? INVALID
        : date.toEpochDay();
  }

  /** Microseconds since midnight. */
  long timeOfDay(JsonToken token, RecordParser parser) throws IOException {
    if (isEpoch()) {
      long micros = localMicros(epochMicros(token, parser));
      return micros == INVALID ? INVALID : Math.floorMod(micros, IsoTimes.MICROS_PER_DAY);
    }
    requireString(token, parser, "a time");
    if (formatter == null) {
      return iso.timeOfDay(parser.string(), parser.stringStart(), parser.stringLength());
    }
    TemporalAccessor parsed = parse(parser);
    LocalTime time = parsed == null ? null : parsed.query(TemporalQueries.localTime());
    return time == null ? INVALID : time.toNanoOfDay() / 1000;
  }

  /** Microseconds since the epoch. */
  long timestamp(JsonToken token, RecordParser parser) throws IOException {
    if (isEpoch()) {
      return epochMicros(token, parser);
    }
    requireString(token, parser, "a timestamp");
    if (formatter == null) {
      return isoTimestamp(parser.string(), parser.stringStart(), parser.stringLength());
    }
    TemporalAccessor parsed = parse(parser);
    return parsed == null ? INVALID : timestamp(parsed);
  }

  private boolean isEpoch() {
    return switch (format.kind()) {
      case ISO, PATTERN -> false;
      case EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS -> true;
    };
  }

  private static void requireString(JsonToken token, RecordParser parser, String what)
      throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw Node.wrongType(what, token);
    }
    parser.readString();
  }

  private long isoTimestamp(byte[] text, int start, int length) {
    long local = iso.dateTime(text, start, length);
    if (local == INVALID) {
      return INVALID;
    }
    int offset = iso.offsetSeconds();
    if (offset == IsoTimes.NO_OFFSET) {
      return toInstant(local);
    }
    return local - offset * IsoTimes.MICROS_PER_SECOND;
  }

  private long toInstant(long local) {
    if (fixedOffset != null) {
      return local - fixedOffset.getTotalSeconds() * IsoTimes.MICROS_PER_SECOND;
    }
    long seconds = Math.floorDiv(local, IsoTimes.MICROS_PER_SECOND);
    LocalDateTime dateTime = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    long instant = dateTime.atZone(zone).toEpochSecond();
    return local + (instant - seconds) * IsoTimes.MICROS_PER_SECOND;
  }

  private long localMicros(long instant) {
    if (instant == INVALID) {
      return INVALID;
    }
    ZoneOffset offset =
        fixedOffset != null
            ? fixedOffset
            : zone.getRules()
                .getOffset(
                    Instant.ofEpochSecond(Math.floorDiv(instant, IsoTimes.MICROS_PER_SECOND)));
    return instant + offset.getTotalSeconds() * IsoTimes.MICROS_PER_SECOND;
  }

  private @Nullable TemporalAccessor parse(RecordParser parser) {
    String text =
        new String(
            parser.string(), parser.stringStart(), parser.stringLength(), StandardCharsets.UTF_8);
    try {
      return formatter == null ? null : formatter.parse(text);
    } catch (DateTimeException notOfThisPattern) {
      return null;
    }
  }

  private long timestamp(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return micros(Instant.from(parsed));
    }
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (date == null) {
      return INVALID;
    }
    return micros(date.atTime(time == null ? LocalTime.MIDNIGHT : time).atZone(zone).toInstant());
  }

  private static long startOf(int year) {
    return LocalDate.of(year, 1, 1).toEpochDay() * IsoTimes.MICROS_PER_DAY;
  }

  private static long micros(Instant instant) {
    try {
      long seconds = Math.multiplyExact(instant.getEpochSecond(), IsoTimes.MICROS_PER_SECOND);
      return bounded(Math.addExact(seconds, instant.getNano() / 1000L));
    } catch (ArithmeticException outOfRange) {
      return INVALID;
    }
  }

  private long epochMicros(JsonToken token, RecordParser parser) throws IOException {
    if (!Node.isNumber(token)) {
      throw Node.wrongType("a number since the epoch", token);
    }
    int shift =
        switch (format.kind()) {
          case EPOCH_SECONDS -> 6;
          case EPOCH_MILLIS -> 3;
          default -> 0;
        };
    CharSlice number = parser.number();
    if (token == JsonToken.VALUE_NUMBER_INT && number.length() <= 18 - shift) {
      long value = Numbers.smallLong(number);
      return bounded(shift == 6 ? value * 1_000_000 : shift == 3 ? value * 1000 : value);
    }
    BigDecimal exact = Numbers.exact(number);
    if (exact == null || Math.abs((long) exact.scale()) > LONGEST_EXPONENT) {
      return INVALID;
    }
    BigDecimal micros = exact.movePointRight(shift).setScale(0, RoundingMode.FLOOR);
    return micros.unscaledValue().bitLength() > 63 ? INVALID : bounded(micros.longValueExact());
  }

  /** As in ISO's notation: a table's column could not hold what lies far outside. */
  private static long bounded(long micros) {
    return micros < EARLIEST || micros > LATEST ? INVALID : micros;
  }
}
