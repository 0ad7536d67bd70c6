package io.millrace.contract;

import io.millrace.contract.PhysicalType.Family;
import io.millrace.contract.ValueType.TimeRules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** {@code logicalType: date}, {@code time} and {@code timestamp}. */
final class TimeTypes {

  private static final String EPOCHS = "epoch_seconds, epoch_millis or epoch_micros";

  /** Afternoon, so that a pattern with a 12-hour clock and no am or pm shows. */
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2021, 11, 23, 13, 14, 15, 0, ZoneId.of("UTC"));

  private static final int MAX_PATTERN = 100;

  private TimeTypes() {}

  static ValueType date(Section property) {
    check(property, Family.DATE, "DATE");
    Section options = TypeOptions.of(property, "date");
    TimeFormat format = format(options, TimeValue.DATE);
    return new ValueType.Date(format, rules(options, TimeValue.DATE, format));
  }

  static ValueType time(Section property) {
    check(property, Family.TIME, "TIME");
    Section options = TypeOptions.of(property, "time");
    TimeFormat format = format(options, TimeValue.TIME);
    return new ValueType.TimeOfDay(format, rules(options, TimeValue.TIME, format));
  }

  static ValueType timestamp(Section property) {
    check(property, Family.TIMESTAMP, "TIMESTAMP");
    Section options = TypeOptions.of(property, "timestamp");
    TimeFormat format = format(options, TimeValue.TIMESTAMP);
    return new ValueType.Timestamp(format, rules(options, TimeValue.TIMESTAMP, format));
  }

  private static void check(Section property, Family family, String right) {
    // A text or a number since the epoch at its source.
    PhysicalType.of(
        property, EnumSet.of(family, Family.UNKNOWN, Family.TEXT, Family.BIGINT), right);
  }

  private static TimeFormat format(Section options, TimeValue value) {
    String zone = zone(options);
    String text = options.text("format");
    if (text == null) {
      return new TimeFormat(TimeFormat.Kind.ISO, null, zone);
    }
    TimeFormat.Kind epoch =
        switch (text) {
          case "epoch_seconds" -> TimeFormat.Kind.EPOCH_SECONDS;
          case "epoch_millis" -> TimeFormat.Kind.EPOCH_MILLIS;
          case "epoch_micros" -> TimeFormat.Kind.EPOCH_MICROS;
          default -> null;
        };
    if (epoch != null) {
      return new TimeFormat(epoch, null, zone);
    }
    TimeFormat format = new TimeFormat(TimeFormat.Kind.PATTERN, text, zone);
    return holds(format, text, options, value)
        ? format
        : new TimeFormat(TimeFormat.Kind.ISO, null, zone);
  }

  /** Whether the pattern is one, and says all that a value needs. */
  private static boolean holds(
      TimeFormat format, String pattern, Section options, TimeValue value) {
    try {
      if (pattern.length() > MAX_PATTERN) {
        throw new IllegalArgumentException("more than " + MAX_PATTERN + " characters");
      }
      DateTimeFormatter formatter = format.formatter();
      value.parse(formatter.format(SAMPLE), format);
      return true;
    } catch (IllegalArgumentException e) {
      options.fault(
          "format",
          Faults.quoted(pattern)
              + " is neither a pattern of java.time's DateTimeFormatter ("
              + e.getMessage()
              + ") nor "
              + EPOCHS
              + "; a right one: "
              + value.samplePattern());
    } catch (DateTimeException e) {
      options.fault(
          "format",
          "values of the form "
              + Faults.quoted(pattern)
              + " do not say what a "
              + value.logicalType()
              + " needs; a right one: "
              + value.samplePattern());
    }
    return false;
  }

  private static String zone(Section options) {
    String zone = options.text("defaultTimezone");
    if (zone == null) {
      return TimeFormat.ISO.defaultZone();
    }
    return Zones.check(zone, options, "defaultTimezone");
  }

  private static TimeRules rules(Section options, TimeValue value, TimeFormat format) {
    Long least = bound(options, "minimum", value, format);
    Long most = bound(options, "maximum", value, format);
    Long above = bound(options, "exclusiveMinimum", value, format);
    Long below = bound(options, "exclusiveMaximum", value, format);
    long first =
        Math.max(
            least == null ? Long.MIN_VALUE : least, above == null ? Long.MIN_VALUE : above + 1);
    long last =
        Math.min(most == null ? Long.MAX_VALUE : most, below == null ? Long.MAX_VALUE : below - 1);
    if (first > last) {
      options.fault("no value can keep these bounds; widen one of them");
    }
    return new TimeRules(least, most, above, below);
  }

  private static @Nullable Long bound(
      Section options, String key, TimeValue value, TimeFormat format) {
    String text = options.text(key);
    if (text == null) {
      return null;
    }
    Long bound = value.parseBound(text, format);
    if (bound == null) {
      options.fault(
          key,
          Faults.quoted(text)
              + " is not a "
              + value.logicalType()
              + "; write it as ISO-8601, such as "
              + value.sample());
    }
    return bound;
  }
}
