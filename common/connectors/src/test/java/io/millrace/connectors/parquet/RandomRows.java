package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Contracts and rows from a seed. A quarter of all values are null. */
final class RandomRows {

  private static final long YEAR_MICROS = 366L * 86_400 * 1_000_000;

  private final Random random;

  RandomRows(Random random) {
    this.random = random;
  }

  List<Field> fields(int count, int depth) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(
          random.nextInt(8) == 0
              ? Contracts.restricted("f" + i, "f" + i + "_hash")
              : Contracts.field("f" + i, type(depth)));
    }
    return fields;
  }

  private ValueType type(int depth) {
    int kinds = depth == 0 ? 11 : 16;
    return switch (random.nextInt(kinds)) {
      case 0 -> Contracts.TEXT;
      case 1 -> Contracts.INT;
      case 2 -> Contracts.LONG;
      case 3 -> Contracts.DOUBLE;
      case 4 -> Contracts.BOOL;
      case 5 -> Contracts.DATE;
      case 6 -> Contracts.TIME;
      case 7 -> Contracts.TIMESTAMP;
      case 8 -> Contracts.JSON;
      case 9, 10 -> decimal();
      case 11, 12, 13 -> Contracts.list(type(depth - 1));
      default -> Contracts.group(fields(1 + random.nextInt(3), depth - 1).toArray(new Field[0]));
    };
  }

  private ValueType decimal() {
    int precision = 1 + random.nextInt(38);
    return Contracts.decimal(precision, random.nextInt(precision + 1));
  }

  Map<String, Object> group(List<Field> fields) {
    Map<String, Object> values = new HashMap<>();
    for (Field field : fields) {
      if (random.nextInt(4) != 0) {
        values.put(field.column(), field.restricted() ? text() : value(field.type()));
      }
    }
    return values;
  }

  private Object value(ValueType type) {
    if (type instanceof ValueType.Whole whole) {
      long number = random.nextLong() >> random.nextInt(64);
      return whole.bits() == 32 ? (Object) (int) number : (Object) number;
    } else if (type instanceof ValueType.Floating) {
      double number = Double.longBitsToDouble(random.nextLong());
      return Double.isFinite(number) ? number : random.nextGaussian();
    } else if (type instanceof ValueType.Decimal decimal) {
      BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(decimal.precision()));
      BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
      return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
    } else if (type instanceof ValueType.Bool) {
      return random.nextBoolean();
    } else if (type instanceof ValueType.Date) {
      return LocalDate.ofEpochDay(random.nextInt(4_000_000) - 1_000_000L);
    } else if (type instanceof ValueType.TimeOfDay) {
      return LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L).plusNanos(1000);
    } else if (type instanceof ValueType.Timestamp) {
      return instant();
    } else if (type instanceof ValueType.Group group) {
      return group(group.fields());
    } else if (type instanceof ValueType.ListOf list) {
      return list(list);
    }
    return text();
  }

  private List<Object> list(ValueType.ListOf list) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(random.nextInt(4) == 0 ? null : value(list.element()));
    }
    return values;
  }

  /** In the years 1 to 4000 or so, to the microsecond. */
  Instant instant() {
    long micros = (long) (random.nextDouble() * 4000 * YEAR_MICROS) - 1969 * YEAR_MICROS;
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1 << random.nextInt(8)); i > 0; i--) {
      int c = random.nextInt(1 + (0x10FFFF >> random.nextInt(16)));
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? '?' : c);
    }
    return text.toString();
  }

  /** The values as {@link DuckDb} gives them. */
  static List<Object> asRead(List<Field> fields, Map<?, ?> values) {
    List<Object> read = new ArrayList<>();
    fields.forEach(field -> read.add(asRead(field, values.get(field.column()))));
    return read;
  }

  private static Object asRead(Field field, Object value) {
    return field.restricted() ? value : asRead(field.type(), value);
  }

  private static Object asRead(ValueType type, Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof Map<?, ?> map) {
      return asRead(((ValueType.Group) type).fields(), map);
    } else if (value instanceof List<?> list) {
      ValueType element = ((ValueType.ListOf) type).element();
      List<Object> read = new ArrayList<>();
      list.forEach(each -> read.add(asRead(element, each)));
      return read;
    }
    return value;
  }
}
