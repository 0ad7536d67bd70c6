package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.InitialPosition;
import io.millrace.kinesis.split.ReadFrom;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a job without state begins. Resolved once, by the service's clock, and kept in state: a
 * restart does not skip what came meanwhile.
 *
 * @param time of {@link InitialPosition#AT_TIMESTAMP}, else null
 */
public record StartingPoint(InitialPosition position, @Nullable Instant time) {

  private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException if there is no time where one is needed, or it cannot be read
   */
  public static StartingPoint of(Configuration config) {
    InitialPosition position = config.get(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION);
    return new StartingPoint(
        position, position == InitialPosition.AT_TIMESTAMP ? time(config) : null);
  }

  /** The place, by the service's time and the stream's retention. */
  ReadFrom resolve(Instant now, Duration retention) {
    if (time == null) {
      return position == InitialPosition.TRIM_HORIZON
          ? ReadFrom.TRIM_HORIZON
          : new ReadFrom.AtTimestamp(now.toEpochMilli());
    }
    if (time.isAfter(now.plusSeconds(1))) {
      throw new IllegalArgumentException(
          KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP.key()
              + " is in the future: "
              + time
              + "; the service's clock says "
              + now);
    }
    if (time.isBefore(now.minus(retention))) {
      LOG.warn(
          "The stream keeps {}; it has nothing left of {}. Reading begins at its oldest record.",
          retention,
          time);
      return ReadFrom.TRIM_HORIZON;
    }
    return new ReadFrom.AtTimestamp(Math.min(time.toEpochMilli(), now.toEpochMilli()));
  }

  private static Instant time(Configuration config) {
    String key = KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP.key();
    String text =
        config
            .getOptional(KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP)
            .orElseThrow(() -> new IllegalArgumentException(key + " is missing for AT_TIMESTAMP"));
    String format = config.get(KinesisSourceConfigOptions.STREAM_TIMESTAMP_DATE_FORMAT);
    try {
      return new SimpleDateFormat(format, Locale.ROOT).parse(text).toInstant();
    } catch (ParseException e) {
      return seconds(key, text, format);
    }
  }

  private static Instant seconds(String key, String text, String format) {
    try {
      return Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          key + " must be a time as " + format + " or seconds since 1970, is \"" + text + '"', e);
    }
  }
}
