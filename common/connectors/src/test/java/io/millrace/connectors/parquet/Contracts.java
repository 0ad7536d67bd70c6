package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Contracts in short form. */
final class Contracts {

  static final ValueType TEXT = ValueType.Text.ANY;
  static final ValueType INT = new ValueType.Whole(32, ValueType.NumberRules.NONE);
  static final ValueType LONG = new ValueType.Whole(64, ValueType.NumberRules.NONE);
  static final ValueType DOUBLE = new ValueType.Floating(ValueType.NumberRules.NONE);
  static final ValueType BOOL = new ValueType.Bool();
  static final ValueType DATE = new ValueType.Date(TimeFormat.ISO, ValueType.TimeRules.NONE);
  static final ValueType TIME = new ValueType.TimeOfDay(TimeFormat.ISO, ValueType.TimeRules.NONE);
  static final ValueType TIMESTAMP =
      new ValueType.Timestamp(TimeFormat.ISO, ValueType.TimeRules.NONE);
  static final ValueType JSON = new ValueType.Json();

  private Contracts() {}

  static ValueType decimal(int precision, int scale) {
    return new ValueType.Decimal(precision, scale, ValueType.NumberRules.NONE);
  }

  static ValueType list(ValueType element) {
    return new ValueType.ListOf(element, false, null, null, false);
  }

  static ValueType group(Field... fields) {
    return new ValueType.Group(Arrays.asList(fields));
  }

  static Field field(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  static Field restricted(String name, String encryptedName) {
    return new Field(name, name, TEXT, false, encryptedName);
  }

  static StreamContract contract(String name, Field... fields) {
    return contract(name, List.of(fields), List.of());
  }

  static StreamContract contract(String name, List<Field> fields, List<FieldPath> partitionKeys) {
    return new StreamContract(
        "urn:test:" + name,
        "1.2.3",
        "active",
        name,
        fields,
        List.of(FieldPath.of("id")),
        FieldPath.of("at"),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofDays(1),
        Duration.ofHours(1),
        UnknownFieldPolicy.KEEP,
        partitionKeys,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
