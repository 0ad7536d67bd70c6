package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowValues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One field of a contract, at any depth of groups, as text out of an event's row. */
final class RowField {

  /** The fields from the top inwards: each level's index in its group, and that group's fields. */
  private final List<Step> steps = new ArrayList<>();

  private final Field field;

  private record Step(List<Field> fields, int index, int groupSize) {}

  /**
   * @throws IllegalArgumentException if the contract has no such field, or it has no text: a group,
   *     a list or JSON
   */
  RowField(StreamContract contract, FieldPath path) {
    List<Field> fields = contract.fields();
    int groupSize = fields.size() + 1; // with _unknown
    Field found = null;
    for (String name : path.names()) {
      int index = indexOf(fields, name);
      if (index < 0) {
        throw new IllegalArgumentException("no field " + path + " in contract " + contract.id());
      }
      found = fields.get(index);
      steps.add(new Step(fields, index, groupSize));
      fields = found.type() instanceof ValueType.Group group ? group.fields() : List.of();
      groupSize = fields.size();
    }
    if (found == null || (!found.restricted() && isTree(found.type()))) {
      throw new IllegalArgumentException("field " + path + " is not a single value");
    }
    field = found;
  }

  private static int indexOf(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isTree(ValueType type) {
    return type instanceof ValueType.Group
        || type instanceof ValueType.ListOf
        || type instanceof ValueType.Json;
  }

  /** The value's text in the row that {@code row} stands at the beginning of; empty for null. */
  Optional<String> text(RowReader row) {
    for (Step step : steps) {
      int presence = row.presence(step.groupSize);
      if (!row.present(presence, step.index)) {
        return Optional.empty();
      }
      for (int i = 0; i < step.index; i++) {
        if (row.present(presence, i)) {
          RowValues.skip(row, step.fields.get(i));
        }
      }
    }
    return Optional.of(text(row, field.restricted() ? null : field.type()));
  }

  private static String text(RowReader row, @Nullable ValueType type) {
    if (type instanceof ValueType.Bool) {
      return Boolean.toString(row.readBoolean());
    } else if (type instanceof ValueType.Whole whole) {
      return Long.toString(whole.bits() == 32 ? row.readInt() : row.readLong());
    } else if (type instanceof ValueType.Floating) {
      return Double.toString(row.readDouble());
    } else if (type instanceof ValueType.Decimal decimal) {
      return new BigDecimal(RowValues.unscaled(row, decimal), decimal.scale()).toPlainString();
    } else if (type instanceof ValueType.Date) {
      return LocalDate.ofEpochDay(row.readInt()).toString();
    } else if (type instanceof ValueType.TimeOfDay) {
      return LocalTime.ofNanoOfDay(row.readLong() * 1000).toString();
    } else if (type instanceof ValueType.Timestamp) {
      return Instant.EPOCH.plus(row.readLong(), ChronoUnit.MICROS).toString();
    }
    int length = row.readVarint();
    return new String(row.bytes(), row.skip(length), length, StandardCharsets.UTF_8);
  }
}
