package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Rows out of plain values: String, Integer, Long, Double, BigDecimal, Boolean, LocalDate,
 * LocalTime, Instant, List, and Map for groups; null for absent ones.
 */
final class Rows {

  private Rows() {}

  /** An event of {@code values}, by column; {@code _unknown} may be among them. */
  static Event event(
      StreamContract contract,
      String id,
      Instant time,
      String split,
      long offset,
      Map<String, ?> values) {
    RowWriter row = new RowWriter();
    group(row, LakeSchema.rowFields(contract), values);
    return new Event(
        new SourceRecord(
            split,
            Position.ofOffset(offset),
            time.toEpochMilli() + 1,
            null,
            "{}".getBytes(StandardCharsets.UTF_8),
            List.of()),
        id.getBytes(StandardCharsets.UTF_8),
        id.hashCode(),
        micros(time),
        row.toByteArray(),
        0,
        false);
  }

  static long micros(Instant time) {
    // Not ChronoUnit.between: that counts nanoseconds, which overflow outside 1677 to 2262.
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }

  private static void group(RowWriter row, List<Field> fields, Map<String, ?> values) {
    int presence = row.presence(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Object value = values.get(fields.get(i).column());
      if (value != null) {
        row.markPresent(presence, i);
        if (fields.get(i).restricted()) {
          row.writeText((String) value);
        } else {
          value(row, fields.get(i).type(), value);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void value(RowWriter row, ValueType type, Object value) {
    if (value instanceof Boolean bool) {
      row.writeBoolean(bool);
    } else if (value instanceof Integer number) {
      row.writeInt(number);
    } else if (value instanceof Long number) {
      row.writeLong(number);
    } else if (value instanceof Double number) {
      row.writeDouble(number);
    } else if (value instanceof String text) {
      row.writeText(text);
    } else if (value instanceof LocalDate date) {
      row.writeInt((int) date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      row.writeLong(time.toNanoOfDay() / 1000);
    } else if (value instanceof Instant time) {
      row.writeLong(micros(time));
    } else if (value instanceof BigDecimal number) {
      decimal(row, (ValueType.Decimal) type, number);
    } else if (value instanceof List<?> list) {
      list(row, ((ValueType.ListOf) type).element(), list);
    } else if (value instanceof Map<?, ?> map) {
      group(row, ((ValueType.Group) type).fields(), (Map<String, ?>) map);
    } else {
      throw new IllegalArgumentException(type + ": " + value);
    }
  }

  private static void decimal(RowWriter row, ValueType.Decimal type, BigDecimal number) {
    var unscaled = number.setScale(type.scale()).unscaledValue();
    if (type.precision() <= 18) {
      row.writeLong(unscaled.longValueExact());
    } else {
      row.writeText(unscaled.toByteArray());
    }
  }

  private static void list(RowWriter row, ValueType element, List<?> list) {
    row.writeVarint(list.size());
    int presence = row.presence(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) != null) {
        row.markPresent(presence, i);
        value(row, element, list.get(i));
      }
    }
  }

  /** A list that may hold nulls. */
  static List<Object> listOf(Object... values) {
    return Arrays.asList(values);
  }
}
