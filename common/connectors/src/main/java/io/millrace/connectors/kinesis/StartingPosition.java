package io.millrace.connectors.kinesis;

import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.InitialPosition;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where a job without state begins to read a stream.
 *
 * @param time null unless it is a time
 */
record StartingPosition(InitialPosition position, @Nullable Instant time) {

  /** Completes the sentence "must be …". */
  static final String ALLOWED = "trim-horizon, latest, or an instant such as 2026-11-22T00:00:00Z";

  /**
   * Reads {@code trim-horizon}, {@code latest} or an ISO-8601 instant.
   *
   * @throws IllegalArgumentException for anything else
   */
  static StartingPosition parse(String text) {
    return switch (text) {
      case "trim-horizon" -> new StartingPosition(InitialPosition.TRIM_HORIZON, null);
      case "latest" -> new StartingPosition(InitialPosition.LATEST, null);
      default -> {
        try {
          yield new StartingPosition(InitialPosition.AT_TIMESTAMP, Instant.parse(text));
        } catch (DateTimeParseException e) {
          throw new IllegalArgumentException("must be " + ALLOWED, e);
        }
      }
    };
  }

  static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void configure(Configuration source) {
    source.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, position);
    if (time != null) {
      source.set(
          KinesisSourceConfigOptions.STREAM_TIMESTAMP_DATE_FORMAT, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
      source.set(
          KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP,
          DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
              .format(time.atOffset(ZoneOffset.UTC)));
    }
  }
}
