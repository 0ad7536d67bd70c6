package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.ValueType;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** Dates, times and timestamps. */
final class TimeNodes {

  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FIRST_MICROS = FIRST_DAY * IsoTimes.MICROS_PER_DAY;
  private static final long LAST_MICROS = (LAST_DAY + 1) * IsoTimes.MICROS_PER_DAY - 1;

  private TimeNodes() {}

  private static Fault notOfFormat(String what, TimeFormat format) {
    String form =
        switch (format.kind()) {
          case ISO -> "ISO-8601";
          case PATTERN -> "the contract's pattern";
          case EPOCH_SECONDS -> "seconds since the epoch";
          case EPOCH_MILLIS -> "milliseconds since the epoch";
          case EPOCH_MICROS -> "microseconds since the epoch";
        };
    return new Fault(
        RejectReason.WRONG_TYPE, "not " + what + " in " + form + ", in years 0001 to 9999");
  }

  private static String date(long day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  private static String timeOfDay(long micros) {
    return LocalTime.ofNanoOfDay(micros * 1000).toString();
  }

  private static String timestamp(long micros) {
    long seconds = Math.floorDiv(micros, IsoTimes.MICROS_PER_SECOND);
    long nanos = Math.floorMod(micros, IsoTimes.MICROS_PER_SECOND) * 1000;
    return Instant.ofEpochSecond(seconds, nanos).toString();
  }

  /** Days since 1970-01-01. */
  static final class DateNode extends Node {
    private final Decoding decoding;
    private final ValueType.Date type;
    private final TimeReader reader;
    private final LongBounds bounds;

    DateNode(Decoding decoding, ValueType.Date type) {
      this.decoding = decoding;
      this.type = type;
      reader = new TimeReader(type.format());
      bounds = LongBounds.of(type.rules(), TimeNodes::date);
    }

    @Override
    void decode(JsonToken token) throws IOException {
      long day = reader.date(token, decoding.parser);
      if (day < FIRST_DAY || day > LAST_DAY) {
        throw notOfFormat("a date", type.format());
      }
      bounds.check(day);
      decoding.out.writeInt((int) day);
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(date(row.readInt()), text);
    }
  }

  /** Microseconds since midnight. */
  static final class TimeOfDayNode extends Node {
    private final Decoding decoding;
    private final ValueType.TimeOfDay type;
    private final TimeReader reader;
    private final LongBounds bounds;

    TimeOfDayNode(Decoding decoding, ValueType.TimeOfDay type) {
      this.decoding = decoding;
      this.type = type;
      reader = new TimeReader(type.format());
      bounds = LongBounds.of(type.rules(), TimeNodes::timeOfDay);
    }

    @Override
    void decode(JsonToken token) throws IOException {
      long micros = reader.timeOfDay(token, decoding.parser);
      if (micros == IsoTimes.INVALID) {
        throw notOfFormat("a time", type.format());
      }
      bounds.check(micros);
      decoding.out.writeLong(micros);
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(timeOfDay(row.readLong()), text);
    }
  }

  /** Microseconds since the epoch. */
  static final class TimestampNode extends Node {
    private final Decoding decoding;
    private final ValueType.Timestamp type;
    private final TimeReader reader;
    private final LongBounds bounds;

    TimestampNode(Decoding decoding, ValueType.Timestamp type) {
      this.decoding = decoding;
      this.type = type;
      reader = new TimeReader(type.format());
      bounds = LongBounds.of(type.rules(), TimeNodes::timestamp);
    }

    @Override
    void decode(JsonToken token) throws IOException {
      long micros = reader.timestamp(token, decoding.parser);
      if (micros < FIRST_MICROS || micros > LAST_MICROS) {
        throw notOfFormat("a timestamp", type.format());
      }
      bounds.check(micros);
      decoding.timestamp = micros;
      decoding.out.writeLong(micros);
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(timestamp(row.readLong()), text);
    }
  }
}
