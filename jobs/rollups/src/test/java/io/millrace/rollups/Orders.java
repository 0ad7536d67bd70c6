package io.millrace.rollups;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Window;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders: a country, a kind, an amount and a weight, each of which may be missing. */
final class Orders {

  record Order(
      int split,
      long offset,
      long time,
      @Nullable String country,
      @Nullable Integer kind,
      @Nullable BigDecimal amount,
      @Nullable Double weight) {

    Event event() {
      RowWriter row = new RowWriter();
      int presence = row.presence(6);
      row.markPresent(presence, 0);
      row.writeLong(time * 1000);
      if (country != null) {
        row.markPresent(presence, 1);
        row.writeText(country);
      }
      if (kind != null) {
        row.markPresent(presence, 2);
        row.writeInt(kind);
      }
      if (amount != null) {
        row.markPresent(presence, 3);
        row.writeLong(amount.unscaledValue().longValueExact());
      }
      if (weight != null) {
        row.markPresent(presence, 4);
        row.writeDouble(weight);
      }
      return Event.of(
          new SourceRecord(
              "orders-" + split, Position.ofOffset(offset), 0, null, new byte[0], List.of()),
          (split + "/" + offset).getBytes(StandardCharsets.UTF_8),
          time * 1000,
          row.toByteArray());
    }
  }

  private Orders() {}

  static StreamContract contract(Duration lateness, List<RollupDefinition> rollups) {
    return new StreamContract(
        "orders",
        "1.0.0",
        "active",
        "orders",
        List.of(
            field("at", new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE)),
            field("country", ValueType.Text.ANY),
            field("kind", new ValueType.Whole(32, NumberRules.NONE)),
            field("amount", new ValueType.Decimal(12, 2, NumberRules.NONE)),
            field("weight", new ValueType.Floating(NumberRules.NONE))),
        List.of(FieldPath.of("at")),
        FieldPath.of("at"),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofDays(1),
        lateness,
        UnknownFieldPolicy.IGNORE,
        List.of(),
        rollups,
        List.of(),
        List.of(),
        List.of());
  }

  static RollupDefinition rollup(
      String name,
      Window window,
      List<RollupDefinition.Condition> where,
      List<String> groupBy,
      List<Measure> measures) {
    return new RollupDefinition(
        name, window, where, groupBy.stream().map(FieldPath::of).toList(), measures);
  }

  static Window window(Window.Kind kind, Duration size, Duration step) {
    return new Window(kind, size, step, Duration.ZERO, "UTC");
  }

  static Measure measure(Measure.Kind kind, @Nullable String property) {
    return new Measure(
        kind.name().toLowerCase(java.util.Locale.ROOT) + "_" + property,
        kind,
        property == null ? null : FieldPath.of(property),
        0.5);
  }

  private static Field field(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }
}
