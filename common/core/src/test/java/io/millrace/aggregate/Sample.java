package io.millrace.aggregate;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import io.millrace.event.RowWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contract with every type of column, the last ones inside a group, and rows of it. */
final class Sample {

  static final List<String> PATHS =
      List.of(
          "small",
          "big",
          "money",
          "wide",
          "ratio",
          "name",
          "flag",
          "day",
          "hour",
          "at",
          "in.name",
          "in.deep.big");

  private static final ValueType.Text TEXT = ValueType.Text.ANY;
  private static final ValueType.Whole BIG = new ValueType.Whole(64, NumberRules.NONE);

  static final StreamContract CONTRACT =
      new StreamContract(
          "sample",
          "1.0.0",
          "active",
          "sample",
          List.of(
              field("small", new ValueType.Whole(32, NumberRules.NONE)),
              field("tags", new ValueType.ListOf(TEXT, false, null, null, false)),
              field("big", BIG),
              field("money", new ValueType.Decimal(12, 2, NumberRules.NONE)),
              field("wide", new ValueType.Decimal(38, 4, NumberRules.NONE)),
              field("ratio", new ValueType.Floating(NumberRules.NONE)),
              field("name", TEXT),
              field("flag", new ValueType.Bool()),
              field("day", new ValueType.Date(TimeFormat.ISO, TimeRules.NONE)),
              field("hour", new ValueType.TimeOfDay(TimeFormat.ISO, TimeRules.NONE)),
              field("at", new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE)),
              field(
                  "in",
                  new ValueType.Group(
                      List.of(
                          field("name", TEXT),
                          field("more", new ValueType.Json()),
                          field("deep", new ValueType.Group(List.of(field("big", BIG)))))))),
          List.of(FieldPath.of("name")),
          FieldPath.of("at"),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ofHours(1),
          UnknownFieldPolicy.IGNORE,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private Sample() {}

  static Measure measure(Measure.Kind kind, @Nullable String path) {
    return new Measure(
        kind.name().toLowerCase(java.util.Locale.ROOT) + "_" + path,
        kind,
        path == null ? null : FieldPath.of(path),
        0.5);
  }

  static List<FieldPath> paths() {
    return PATHS.stream().map(FieldPath::of).toList();
  }

  /** A row of values by {@link #PATHS}; null for an absent one. */
  static byte[] row(List<@Nullable Object> values) {
    List<Object> top = new ArrayList<>(values.subList(0, 10));
    top.add(1, List.of("a", "bc"));
    RowWriter row = new RowWriter();
    int presence = row.presence(CONTRACT.fields().size() + 1);
    for (int i = 0; i < top.size(); i++) {
      write(row, presence, i, CONTRACT.fields().get(i).type(), top.get(i));
    }
    if (values.get(10) != null || values.get(11) != null) {
      row.markPresent(presence, top.size());
      int inner = row.presence(3);
      write(row, inner, 0, TEXT, values.get(10));
      write(row, inner, 1, TEXT, "{\"n\":1}");
      if (values.get(11) != null) {
        row.markPresent(inner, 2);
        write(row, row.presence(1), 0, BIG, values.get(11));
      }
    }
    row.markPresent(presence, CONTRACT.fields().size());
    row.writeText("{\"unknown\":true}");
    return row.toByteArray();
  }

  private static void write(
      RowWriter row, int presence, int index, ValueType type, @Nullable Object value) {
    if (value == null) {
      return;
    }
    row.markPresent(presence, index);
    if (value instanceof Integer number) {
      row.writeInt(number);
    } else if (value instanceof Long number) {
      row.writeLong(number);
    } else if (value instanceof Double number) {
      row.writeDouble(number);
    } else if (value instanceof Boolean flag) {
      row.writeBoolean(flag);
    } else if (value instanceof String text) {
      row.writeText(text);
    } else if (value instanceof LocalDate day) {
      row.writeInt((int) day.toEpochDay());
    } else if (value instanceof LocalTime time) {
      row.writeLong(time.toNanoOfDay() / 1000);
    } else if (value instanceof Instant time) {
      row.writeLong(time.getEpochSecond() * 1_000_000 + time.getNano() / 1000);
    } else if (value instanceof BigDecimal number) {
      var unscaled = number.setScale(((ValueType.Decimal) type).scale()).unscaledValue();
      if (((ValueType.Decimal) type).precision() <= 18) {
        row.writeLong(unscaled.longValueExact());
      } else {
        row.writeText(unscaled.toByteArray());
      }
    } else if (value instanceof List<?> list) {
      row.writeVarint(list.size());
      int items = row.presence(list.size());
      for (int i = 0; i < list.size(); i++) {
        write(row, items, i, TEXT, list.get(i));
      }
    }
  }

  private static Field field(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  static List<@Nullable Object> nothing() {
    return Arrays.asList(new @Nullable Object[PATHS.size()]);
  }
}
