package io.millrace.connectors.parquet;

import io.millrace.connectors.parquet.column.BooleanChunk;
import io.millrace.connectors.parquet.column.ColumnChunk;
import io.millrace.connectors.parquet.column.DeltaChunk;
import io.millrace.connectors.parquet.column.FixedChunk;
import io.millrace.connectors.parquet.column.NumberChunk;
import io.millrace.connectors.parquet.column.TextChunk;
import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Takes records apart into the chunks of a row group's columns, straight from their bytes and
 * without an object a record. A record is a run of groups in {@link RowReader}'s layout, whose
 * fields together are the schema's columns.
 *
 * <p>Every column is written with its definition level (how many of the optional and repeated
 * fields on its path are there) and repetition level (at which list it repeats).
 */
final class Shredder {

  /** After how many records, or bytes of them, pages are asked whether they are full. */
  private static final int CHECK_ROWS = 100;

  private static final int CHECK_BYTES = 1 << 18;

  private final Group[] groups;
  private final List<Leaf> leaves;
  private long rows;
  private long checkAt;
  private long bytesSinceCheck;

  private Shredder(List<Group> groups, List<Leaf> leaves) {
    this.groups = groups.toArray(new Group[0]);
    this.leaves = leaves;
  }

  /** Begins a row group, whose pages go to {@code store}. */
  void begin(PageWriteStore store) {
    rows = 0;
    checkAt = CHECK_ROWS;
    bytesSinceCheck = 0;
    for (Leaf leaf : leaves) {
      leaf.chunk().begin(store.getPageWriter(leaf.column));
    }
  }

  /** Writes the record at {@code row}'s place and leaves {@code row} behind it. */
  void shred(RowReader row) throws IOException {
    int start = row.at();
    for (Group group : groups) {
      group.write(row, 0, 0);
    }
    rows++;
    bytesSinceCheck += row.at() - start;
    if (rows >= checkAt || bytesSinceCheck >= CHECK_BYTES) {
      for (Leaf leaf : leaves) {
        leaf.chunk().endPageIfFull(rows);
      }
      checkAt = rows + CHECK_ROWS;
      bytesSinceCheck = 0;
    }
  }

  /** Ends the row group. */
  void end() throws IOException {
    for (Leaf leaf : leaves) {
      leaf.chunk().end(rows);
    }
  }

  /** How a value stands in a record. */
  private enum Kind {
    BOOLEAN,
    /** 4 bytes. */
    INT,
    /** 8 bytes: integers, bits of doubles; also decimals that take 4 in the column. */
    LONG,
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
      Leaf leaf =
          switch (kind) {
            case BOOLEAN -> new BooleanLeaf(column);
            case WIDE_DECIMAL -> new FixedLeaf(column);
            case BYTES -> new TextLeaf(column);
            default ->
                grows(column.getPrimitiveType())
                    ? new DeltaLeaf(column)
                    : new NumberLeaf(kind, column);
          };
      leaves.add(leaf);
      return leaf;
    }

    private static boolean grows(PrimitiveType type) {
      return type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
          || type.getName().equals(LakeSchema.POSITION)
          || type.getName().equals("position");
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
      } else if (type instanceof ValueType.Decimal decimal) {
        return decimal.precision() <= 18 ? Kind.LONG : Kind.WIDE_DECIMAL;
      } else if (type instanceof ValueType.Floating
          || type instanceof ValueType.TimeOfDay
          || type instanceof ValueType.Timestamp) {
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

    Leaf(ColumnDescriptor column) {
      this.column = column;
    }

    abstract ColumnChunk chunk();

    @Override
    void writeNull(int repetition, int definition) {
      chunk().writeNull(repetition, definition);
    }
  }

  private static final class BooleanLeaf extends Leaf {
    private final BooleanChunk chunk;

    BooleanLeaf(ColumnDescriptor column) {
      super(column);
      chunk = new BooleanChunk(column);
    }

    @Override
    BooleanChunk chunk() {
      return chunk;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      chunk.write(row.readBoolean(), repetition);
    }
  }

  private static final class NumberLeaf extends Leaf {
    private final NumberChunk chunk;
    private final boolean narrow;

    NumberLeaf(Kind kind, ColumnDescriptor column) {
      super(column);
      chunk = new NumberChunk(column);
      narrow = kind == Kind.INT;
    }

    @Override
    NumberChunk chunk() {
      return chunk;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      chunk.write(narrow ? row.readInt() : row.readLong(), repetition);
    }
  }

  private static final class DeltaLeaf extends Leaf {
    private final DeltaChunk chunk;

    DeltaLeaf(ColumnDescriptor column) {
      super(column);
      chunk = new DeltaChunk(column);
    }

    @Override
    DeltaChunk chunk() {
      return chunk;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      chunk.write(row.readLong(), repetition);
    }
  }

  private static final class TextLeaf extends Leaf {
    private final TextChunk chunk;

    TextLeaf(ColumnDescriptor column) {
      super(column);
      // Ids are all different: a dictionary of them would be built and thrown away.
      chunk = new TextChunk(column, !column.getPath()[0].equals(LakeSchema.EVENT_ID));
    }

    @Override
    TextChunk chunk() {
      return chunk;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      int length = row.readVarint();
      chunk.write(row.bytes(), row.skip(length), length, repetition);
    }
  }

  private static final class FixedLeaf extends Leaf {
    private final FixedChunk chunk;

    FixedLeaf(ColumnDescriptor column) {
      super(column);
      chunk = new FixedChunk(column);
    }

    @Override
    FixedChunk chunk() {
      return chunk;
    }

    @Override
    void write(RowReader row, int repetition, int definition) {
      int length = row.readVarint();
      chunk.write(row.bytes(), row.skip(length), length, repetition);
    }
  }
}
