package io.millrace.sessions;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contract with two definitions of sessions, and events of it. */
final class Visits {

  static final long MINUTE = 60_000_000;
  static final Duration LATENESS = Duration.ofHours(1);

  private static final ValueType TEXT = ValueType.Text.ANY;
  private static final ValueType MONEY = new ValueType.Decimal(10, 2, ValueType.NumberRules.NONE);

  static final SessionDefinition VISITS =
      new SessionDefinition(
          "visits",
          List.of(FieldPath.of("who")),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          List.of(FieldPath.of("page")),
          List.of(FieldPath.of("page")),
          List.of(
              new Measure("spent", Measure.Kind.SUM, FieldPath.of("spent"), 0),
              new Measure("pages", Measure.Kind.APPROX_DISTINCT, FieldPath.of("page"), 0)));

  static final SessionDefinition PURCHASES =
      new SessionDefinition(
          "purchases",
          List.of(FieldPath.of("who"), FieldPath.of("spent")),
          Duration.ofMinutes(5),
          null,
          List.of(),
          List.of(),
          List.of());

  static final StreamContract CONTRACT = contract(VISITS);

  private Visits() {}

  static StreamContract contract(SessionDefinition... sessions) {
    return new StreamContract(
        "urn:test:shop",
        "1.0.0",
        "active",
        "shop",
        List.of(
            field("who", TEXT),
            field("page", TEXT),
            field("spent", MONEY),
            field("at", new ValueType.Timestamp(TimeFormat.ISO, ValueType.TimeRules.NONE))),
        List.of(FieldPath.of("who")),
        FieldPath.of("at"),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofDays(1),
        LATENESS,
        UnknownFieldPolicy.KEEP,
        List.of(),
        List.of(),
        List.of(sessions),
        List.of(),
        List.of());
  }

  private static Field field(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  /** An event at a minute; its number is its position, and its split follows from that. */
  static Event event(
      long minute, int number, @Nullable String who, @Nullable String page, @Nullable Long cents) {
    RowWriter row = new RowWriter();
    int presence = row.presence(5);
    if (who != null) {
      row.markPresent(presence, 0);
      row.writeText(who);
    }
    if (page != null) {
      row.markPresent(presence, 1);
      row.writeText(page);
    }
    if (cents != null) {
      row.markPresent(presence, 2);
      row.writeLong(cents);
    }
    return Event.of(
        new SourceRecord(
            "shop-" + number % 2,
            Position.ofOffset(number),
            SourceRecord.NO_TIME,
            null,
            null,
            List.of()),
        Integer.toString(number).getBytes(StandardCharsets.UTF_8),
        minute * MINUTE,
        row.toByteArray());
  }

  static BigDecimal money(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }
}
