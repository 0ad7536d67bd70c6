package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Takes records apart into Parquet's column writers, straight from their bytes and without an
 * object a record. A record is a run of groups in {@link RowReader}'s layout, whose fields together
 * are the schema's columns.
 *
 * <p>Every column is written with its definition level (how many of the optional and repeated
 * fields on its path are there) and repetition level (at which list it repeats).
 */
final class Shredder {

  private final List<Group> groups;
  private final List<Leaf> leaves;

  private Shredder(List<Group> groups, List<Leaf> leaves) {
    this.groups = groups;
    this.leaves = leaves;
  }

  /** Directs the records that follow into {@code store}. */
  void bind(ColumnWriteStore store) {
    for (Leaf leaf : leaves) {
      leaf.writer = store.getColumnWriter(leaf.column);
    }
  }

  /** Writes the record at {@code row}'s place and leaves {@code row} behind it. */
  void shred(RowReader row, ColumnWriteStore store) {
    for (Group group : groups) {
      group.write(row, 0, 0);
    }
    store.endRecord();
  }

  /** How a value stands in a record. */
  private enum Kind {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    /** 8 bytes in the record, 4 in the column. */
    NARROW_DECIMAL,
    /** Big-endian two's complement of any length; sign-extended to the column's. */
    WIDE_DECIMAL,
    /** Text, or any bytes. */
    BYTES
  }

  /** Builds a shredder whose groups' fields are named by columns of one schema. */
  static final class Builder {
    private final MessageType schema;
    private final List<Group> groups = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();

    Builder(MessageType schema) {
      this.schema = schema;
    }

    /** Adds a group of {@code fields} at the top of the schema. */
    Builder group(List<Field> fields) {
      groups.add(new Group(nodes(fields, List.of()).toArray(new Node[0]), 0));
      return this;
    }

    Shredder build() {
      return new Shredder(List.copyOf(groups), List.copyOf(leaves));
    }

    private List<Node> nodes(List<Field> fields, List<String> parent) {
      return fields.stream()
          .map(
              field -> {
                List<String> path = with(parent, field.column());
                return field.restricted() ? leaf(Kind.BYTES, path) : node(field.type(), path);
              })
          .toList();
    }

    private Node node(ValueType type, List<String> path) {
      if (type instanceof ValueType.Group group) {
        Node[] nodes = nodes(group.fields(), path).toArray(new Node[0]);
        return new Group(nodes, level(path));
      } else if (type instanceof ValueType.ListOf list) {
        List<String> repeated = with(path, "list");
        return new Listing(
            node(list.element(), with(repeated, "element")),
            level(path),
            schema.getMaxRepetitionLevel(repeated.toArray(new String[0])));
      }
      return leaf(kind(type), path);
    }

    private Leaf leaf(Kind kind, List<String> path) {
      ColumnDescriptor column = schema.getColumnDescription(path.toArray(new String[0]));
      Leaf leaf = kind == Kind.WIDE_DECIMAL ? new WideDecimal(column) : new Plain(kind, column);
      leaves.add(leaf);
      return leaf;
    }

    private int level(List<String> path) {
      return schema.getMaxDefinitionLevel(path.toArray(new String[0]));
    }

    private static List<String> with(List<String> path, String name) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return longer;
    }

    private static Kind kind(ValueType type) {
      if (type instanceof ValueType.Bool) {
        return Kind.BOOLEAN;
      } else if (type instanceof ValueType.Whole whole) {
        return whole.bits() == 32 ? Kind.INT : Kind.LONG;
      } else if (type instanceof ValueType.Date) {
        return Kind.INT;
      } else if (type instanceof ValueType.Floating) {
        return Kind.DOUBLE;
      } else if (type instanceof ValueType.Decimal decimal) {
        return decimal.precision() <= 9
            ? Kind.NARROW_DECIMAL
            : decimal.precision() <= 18 ? Kind.LONG : Kind.WIDE_DECIMAL;
      } else if (type instanceof ValueType.TimeOfDay || type instanceof ValueType.Timestamp) {
        return Kind.LONG;
      }
      return Kind.BYTES;
    }
  }

  /** A value's place in the schema. */
  private abstract static class Node {
    /** Writes the value at {@code row}'s place. */
    abstract void write(RowReader row, int repetition, int definition);

    /** Writes that there is none, in every column below. */
    abstract void writeNull(int repetition, int definition);
  }

  private static final class Group extends Node {
    private final Node[] fields;
    private final int level;

    Group(Node[] fields, int level) {
      this.fields = fields;
      this.level = level;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      int presence = row.presence(fields.length);
      for (int i = 0; i < fields.length; i++) {
        if (row.present(presence, i)) {
          fields[i].write(row, repetition, level);
        } else {
          fields[i].writeNull(repetition, level);
        }
      }
    }

    @Override
    void writeNull(int repetition, int definition) {
      for (Node field : fields) {
        field.writeNull(repetition, definition);
      }
    }
  }

  private static final class Listing extends Node {
    private final Node element;
    private final int level;
    private final int repetitionLevel;

    Listing(Node element, int level, int repetitionLevel) {
      this.element = element;
      this.level = level;
      this.repetitionLevel = repetitionLevel;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      int count = row.readVarint();
      if (count == 0) {
        element.writeNull(repetition, level);
        return;
      }
      int presence = row.presence(count);
      for (int i = 0; i < count; i++) {
        int elementRepetition = i == 0 ? repetition : repetitionLevel;
        if (row.present(presence, i)) {
          element.write(row, elementRepetition, level + 1);
        } else {
          element.writeNull(elementRepetition, level + 1);
        }
      }
    }

    @Override
    void writeNull(int repetition, int definition) {
      element.writeNull(repetition, definition);
    }
  }

  private abstract static class Leaf extends Node {
    final ColumnDescriptor column;
    final int level;

    @SuppressWarnings("NullAway.Init") // bound before the first record
    ColumnWriter writer;

    Leaf(ColumnDescriptor column) {
      this.column = column;
      this.level = column.getMaxDefinitionLevel();
    }

    @Override
    void writeNull(int repetition, int definition) {
      writer.writeNull(repetition, definition);
    }
  }

  private static final class Plain extends Leaf {
    private final Kind kind;

    Plain(Kind kind, ColumnDescriptor column) {
      super(column);
      this.kind = kind;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      switch (kind) {
        case BOOLEAN -> writer.write(row.readBoolean(), repetition, level);
        case INT -> writer.write(row.readInt(), repetition, level);
        case LONG -> writer.write(row.readLong(), repetition, level);
        case NARROW_DECIMAL -> writer.write((int) row.readLong(), repetition, level);
        case DOUBLE -> writer.write(row.readDouble(), repetition, level);
        case BYTES, WIDE_DECIMAL -> {
          int length = row.readVarint();
          // Reused: the column writers copy what they keep (statistics, dictionaries).
          writer.write(
              Binary.fromReusedByteArray(row.bytes(), row.skip(length), length), repetition, level);
        }
      }
    }
  }

  private static final class WideDecimal extends Leaf {
    private final byte[] extended;

    WideDecimal(ColumnDescriptor column) {
      super(column);
      this.extended = new byte[column.getPrimitiveType().getTypeLength()];
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      int length = row.readVarint();
      int start = row.skip(length);
      int padding = extended.length - length;
      Arrays.fill(extended, 0, padding, (byte) (row.bytes()[start] >> 7));
      System.arraycopy(row.bytes(), start, extended, padding, length);
      writer.write(Binary.fromReusedByteArray(extended), repetition, level);
    }
  }
}
