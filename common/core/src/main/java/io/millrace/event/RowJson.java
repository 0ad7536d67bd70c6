package io.millrace.event;

import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Shows a row as JSON text, for people, tests and audits; slow, and clear about the layout. Members
 * are named as the lake's columns; absent ones are left out; dates and times are ISO-8601 text;
 * JSON columns and {@code _unknown} stand as the JSON that they are.
 */
public final class RowJson {

  private static final String NAMED_ESCAPES = "\b\f\n\r\t\"\\";

  private final RowReader row;
  private final StringBuilder json = new StringBuilder();

  private RowJson(byte[] row) {
    this.row = new RowReader().open(row);
  }

  /** The JSON of a row of the contract whose top-level fields are {@code fields}. */
  public static String of(List<Field> fields, byte[] row) {
    RowJson writer = new RowJson(row);
    writer.group(fields, true);
    if (writer.row.at() != row.length) {
      throw new IllegalArgumentException(
          "the row has " + row.length + " bytes; its fields end at " + writer.row.at());
    }
    return writer.json.toString();
  }

  private void group(List<Field> fields, boolean top) {
    int presence = row.presence(top ? fields.size() + 1 : fields.size());
    json.append('{');
    for (int i = 0; i < fields.size(); i++) {
      if (row.present(presence, i)) {
        Field field = fields.get(i);
        name(field.column());
        if (field.restricted()) {
          quote(text());
        } else {
          value(field.type());
        }
      }
    }
    if (top && row.present(presence, fields.size())) {
      name("_unknown");
      json.append(text());
    }
    json.append('}');
  }

  private void name(String name) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    quote(name);
    json.append(':');
  }

  private void value(ValueType type) {
    if (type instanceof ValueType.Text) {
      quote(text());
    } else if (type instanceof ValueType.Whole whole) {
      json.append(whole.bits() == 32 ? row.readInt() : row.readLong());
    } else if (type instanceof ValueType.Floating) {
      json.append(row.readDouble());
    } else if (type instanceof ValueType.Decimal decimal) {
      json.append(decimal(decimal).toPlainString());
    } else if (type instanceof ValueType.Bool) {
      json.append(row.readBoolean());
    } else if (type instanceof ValueType.Date) {
      quote(LocalDate.ofEpochDay(row.readInt()).toString());
    } else if (type instanceof ValueType.TimeOfDay) {
      quote(LocalTime.ofNanoOfDay(row.readLong() * 1000).toString());
    } else if (type instanceof ValueType.Timestamp) {
      quote(Instant.EPOCH.plus(row.readLong(), ChronoUnit.MICROS).toString());
    } else if (type instanceof ValueType.Group group) {
      group(group.fields(), false);
    } else if (type instanceof ValueType.ListOf list) {
      list(list);
    } else if (type instanceof ValueType.Json) {
      json.append(text());
    } else {
      throw new IllegalStateException("unknown type " + type);
    }
  }

  private void list(ValueType.ListOf list) {
    int count = row.readVarint();
    int presence = row.presence(count);
    json.append('[');
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",");
      if (row.present(presence, i)) {
        value(list.element());
      } else {
        json.append("null");
      }
    }
    json.append(']');
  }

  private BigDecimal decimal(ValueType.Decimal type) {
    if (type.precision() <= 18) {
      return BigDecimal.valueOf(row.readLong(), type.scale());
    }
    int length = row.readVarint();
    return new BigDecimal(new BigInteger(row.bytes(), row.skip(length), length), type.scale());
  }

  private String text() {
    int length = row.readVarint();
    return new String(row.bytes(), row.skip(length), length, StandardCharsets.UTF_8);
  }

  private void quote(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int named = NAMED_ESCAPES.indexOf(c);
      if (named >= 0) {
        json.append('\\').append("bfnrt\"\\".charAt(named));
      } else if (c < 0x20) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
