package io.millrace.contract;

import io.millrace.contract.RollupDefinition.Condition;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compiles a rollup's {@code where}. */
final class ConditionCompiler {

  private static final String FORMS =
      "write a list of allowed values, { not: [...] } or { notNull: true }";

  private ConditionCompiler() {}

  static List<Condition> compile(Section rollup, Columns columns) {
    Section where = rollup.section("where");
    if (where == null) {
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>();
    where
        .mapping()
        .entries()
        .forEach(
            (name, entry) -> {
              Columns.Column column = columns.named(name, where.path(name), entry.line());
              if (column != null) {
                conditions.add(condition(column, entry.value(), where, name));
              }
            });
    return conditions;
  }

  private static Condition condition(
      Columns.Column column, YamlValue value, Section where, String name) {
    if (value instanceof Sequence allowed) {
      return values(column, Condition.Test.IN, allowed, where, name);
    }
    if (value instanceof Mapping mapping && mapping.entries().size() == 1) {
      YamlValue.Entry not = mapping.entries().get("not");
      if (not != null && not.value() instanceof Sequence refused) {
        return values(column, Condition.Test.NOT_IN, refused, where, name);
      }
      YamlValue.Entry notNull = mapping.entries().get("notNull");
      if (notNull != null && notNull.value() instanceof Scalar flag && flag.isTrue()) {
        return new Condition(column.path(), Condition.Test.NOT_NULL, List.of());
      }
    }
    where.fault(name, "is not a condition; " + FORMS);
    return new Condition(column.path(), Condition.Test.NOT_NULL, List.of());
  }

  private static Condition values(
      Columns.Column column, Condition.Test test, Sequence list, Section where, String name) {
    if (list.items().isEmpty()) {
      where.fault(name, "has no value; list at least one");
    }
    Field field = column.field();
    if (field.restricted() || !Columns.isPlain(field) || isDouble(field)) {
      where.fault(
          name,
          "values of property "
              + column.path()
              + " cannot be compared (restricted, DOUBLE, object, array or JSON); use { notNull:"
              + " true }, or another property");
      return new Condition(column.path(), test, List.of());
    }
    List<String> values = new ArrayList<>();
    for (YamlValue item : list.items()) {
      String text = item instanceof Scalar scalar ? text(field.type(), scalar) : null;
      if (text == null) {
        where
            .faults()
            .add(
                where.path(name),
                item.line(),
                (item instanceof Scalar scalar ? Faults.quoted(scalar.text()) : item.kindName())
                    + " is not a value of property "
                    + column.path()
                    + "; write "
                    + right(field.type()));
      } else {
        values.add(text);
      }
    }
    return new Condition(column.path(), test, values);
  }

  private static boolean isDouble(Field field) {
    return field.type() instanceof ValueType.Floating;
  }

  /** The value in its property's ISO form; null if it is of another type. */
  private static @Nullable String text(ValueType type, Scalar scalar) {
    boolean isText = scalar.kind() == Scalar.Kind.TEXT;
    BigDecimal number = scalar.number();
    if (type instanceof ValueType.Text) {
      return isText ? scalar.text() : null;
    }
    if (type instanceof ValueType.Bool) {
      return scalar.kind() == Scalar.Kind.BOOLEAN ? scalar.text().toLowerCase(Locale.ROOT) : null;
    }
    if (type instanceof ValueType.Whole whole) {
      return number != null
              && number.stripTrailingZeros().scale() <= 0
              && !NumberRange.ofBits(whole.bits()).without(number)
          ? number.toBigIntegerExact().toString()
          : null;
    }
    if (type instanceof ValueType.Decimal decimal) {
      return number != null && number.stripTrailingZeros().scale() <= decimal.scale()
          ? number.setScale(decimal.scale()).toPlainString()
          : null;
    }
    if (!isText) {
      return null;
    }
    if (type instanceof ValueType.Date date) {
      Long days = TimeValue.DATE.parseBound(scalar.text(), date.format());
      return days == null ? null : LocalDate.ofEpochDay(days).toString();
    }
    if (type instanceof ValueType.TimeOfDay time) {
      Long micros = TimeValue.TIME.parseBound(scalar.text(), time.format());
      return micros == null ? null : LocalTime.ofNanoOfDay(micros * 1_000).toString();
    }
    if (type instanceof ValueType.Timestamp timestamp) {
      Long micros = TimeValue.TIMESTAMP.parseBound(scalar.text(), timestamp.format());
      return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
    return null;
  }

  private static String right(ValueType type) {
    if (type instanceof ValueType.Text) {
      return "a string, in quotes where it looks like something else";
    }
    if (type instanceof ValueType.Bool) {
      return "true or false";
    }
    if (type instanceof ValueType.Whole || type instanceof ValueType.Decimal) {
      return "a number that fits it";
    }
    return "it as ISO-8601 text";
  }
}
