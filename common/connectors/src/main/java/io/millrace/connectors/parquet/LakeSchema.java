package io.millrace.connectors.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The Parquet schema of a stream's files: the contract's columns in its order, then {@code
 * _event_id}, {@code _event_time}, {@code _split}, {@code _position}, {@code _record_time}, {@code
 * _late} and {@code _unknown}.
 *
 * <p>Contract columns are always optional, also where the contract requires them: a later version
 * that no longer requires one, or that adds one, then has files that every reader unifies with the
 * older ones; a required column saves less than a bit a row. Columns that Millrace itself always
 * fills are required.
 *
 * <p>JSON subtrees are annotated as strings: Parquet's JSON annotation comes out as bytes or not at
 * all in some readers, while those that know JSON take it from a string column as well. Times of
 * day carry no zone (not adjusted to UTC), as Iceberg and Spark write and read them.
 */
public final class LakeSchema {

  /** The event id, as text. */
  public static final String EVENT_ID = "_event_id";

  /** When the event happened. */
  public static final String EVENT_TIME = "_event_time";

  /** The split that the record came from. */
  public static final String SPLIT = "_split";

  /** The record's place in its split: a number for Kafka, text for Kinesis. */
  public static final String POSITION = "_position";

  /** The broker's timestamp of the record; null where it gave none. */
  public static final String RECORD_TIME = "_record_time";

  /** Whether the event was late. */
  public static final String LATE = "_late";

  /** JSON members that the contract does not name. */
  public static final String UNKNOWN = "_unknown";

  /** The greatest precision that readers agree on. */
  private static final int MAX_PRECISION = 38;

  static final ValueType LONG = new ValueType.Whole(64, ValueType.NumberRules.NONE);

  private LakeSchema() {}

  /**
   * The schema of {@code contract}'s files.
   *
   * @param positions how the source's positions are filed
   * @throws IllegalArgumentException if two columns have one name, or a group has no columns
   */
  public static MessageType of(StreamContract contract, PositionColumn positions) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    contract.fields().forEach(field -> message.addField(column(field)));
    return message
        .addField(text(Repetition.REQUIRED, EVENT_ID))
        .addField(timestamp(Repetition.REQUIRED, EVENT_TIME))
        .addField(text(Repetition.REQUIRED, SPLIT))
        .addField(positions.column(POSITION))
        .addField(timestamp(Repetition.OPTIONAL, RECORD_TIME))
        .addField(Types.required(BOOLEAN).named(LATE))
        .addField(text(Repetition.OPTIONAL, UNKNOWN))
        .named(contract.name());
  }

  /** The schema of a table whose columns may all be null. */
  static MessageType of(String name, List<Field> columns) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    columns.forEach(field -> message.addField(column(field)));
    return message.named(name);
  }

  /**
   * Millrace's own columns that stand before a row in a record; all but the record time present.
   */
  static List<Field> ownFields(PositionColumn positions) {
    return List.of(
        own(EVENT_ID, ValueType.Text.ANY),
        own(EVENT_TIME, LONG),
        own(SPLIT, ValueType.Text.ANY),
        own(POSITION, positions.type()),
        own(RECORD_TIME, LONG),
        own(LATE, new ValueType.Bool()));
  }

  /** The fields of an event's row: the contract's and the unknown members. */
  static List<Field> rowFields(StreamContract contract) {
    List<Field> fields = new ArrayList<>(contract.fields());
    fields.add(own(UNKNOWN, new ValueType.Json()));
    return fields;
  }

  static Field own(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  static Type text(Repetition repetition, String name) {
    return Types.primitive(BINARY, repetition).as(stringType()).named(name);
  }

  static Type timestamp(Repetition repetition, String name) {
    return Types.primitive(INT64, repetition).as(timestampType(true, MICROS)).named(name);
  }

  private static Type column(Field field) {
    return field.restricted()
        ? text(Repetition.OPTIONAL, field.column())
        : column(field.type(), field.column());
  }

  private static Type column(ValueType type, String name) {
    if (type instanceof ValueType.Text || type instanceof ValueType.Json) {
      return text(Repetition.OPTIONAL, name);
    } else if (type instanceof ValueType.Whole whole) {
      return Types.optional(whole.bits() == 32 ? INT32 : INT64).named(name);
    } else if (type instanceof ValueType.Floating) {
      return Types.optional(DOUBLE).named(name);
    } else if (type instanceof ValueType.Decimal decimal) {
      return decimal(decimal, name);
    } else if (type instanceof ValueType.Bool) {
      return Types.optional(BOOLEAN).named(name);
    } else if (type instanceof ValueType.Date) {
      return Types.optional(INT32).as(dateType()).named(name);
    } else if (type instanceof ValueType.TimeOfDay) {
      return Types.optional(INT64).as(timeType(false, MICROS)).named(name);
    } else if (type instanceof ValueType.Timestamp) {
      return timestamp(Repetition.OPTIONAL, name);
    } else if (type instanceof ValueType.Group group) {
      return group(group.fields(), name);
    } else if (type instanceof ValueType.ListOf list) {
      return list(list, name);
    }
    throw new IllegalArgumentException("no column for " + type);
  }

  /** The narrowest form, so that readers and statistics compare numbers where they can. */
  private static Type decimal(ValueType.Decimal decimal, String name) {
    int precision = decimal.precision();
    if (precision < 1 || precision > MAX_PRECISION) {
      throw new IllegalArgumentException(
          "column " + name + ": precision " + precision + " is not in 1 to " + MAX_PRECISION);
    }
    var annotation = decimalType(decimal.scale(), precision);
    if (precision <= 9) {
      return Types.optional(INT32).as(annotation).named(name);
    } else if (precision <= 18) {
      return Types.optional(INT64).as(annotation).named(name);
    }
    return Types.optional(FIXED_LEN_BYTE_ARRAY)
        .length(bytesOf(precision))
        .as(annotation)
        .named(name);
  }

  /** How many bytes hold every unscaled value of {@code precision} digits. */
  static int bytesOf(int precision) {
    return BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
  }

  private static Type group(List<Field> fields, String name) {
    Types.GroupBuilder<org.apache.parquet.schema.GroupType> group = Types.optionalGroup();
    for (Field field : fields) {
      group = group.addField(column(field));
    }
    return group.named(name);
  }

  private static Type list(ValueType.ListOf list, String name) {
    return Types.optionalGroup()
        .as(listType())
        .addField(Types.repeatedGroup().addField(column(list.element(), "element")).named("list"))
        .named(name);
  }
}
