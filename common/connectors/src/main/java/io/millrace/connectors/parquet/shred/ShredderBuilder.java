package io.millrace.connectors.parquet.shred;

import io.millrace.connectors.parquet.LakeSchema;
import io.millrace.contract.Field;
import io.millrace.contract.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Builds a shredder whose groups' fields are named by columns of one schema. */
public final class ShredderBuilder {
  private final MessageType schema;
  private final List<GroupNode> groups = new ArrayList<>();
  private final List<LeafNode> leaves = new ArrayList<>();

  /** For columns of {@code schema}. */
  public ShredderBuilder(MessageType schema) {
    this.schema = schema;
  }

  /** Adds a group of {@code fields} at the top of the schema. */
  public ShredderBuilder group(List<Field> fields) {
    groups.add(new GroupNode(nodes(fields, List.of()).toArray(new Node[0]), 0));
    return this;
  }

  /** The shredder of the groups so far. */
  public Shredder build() {
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
      return new GroupNode(nodes, level(path));
    } else if (type instanceof ValueType.ListOf list) {
      List<String> repeated = with(path, "list");
      return new ListNode(
          node(list.element(), with(repeated, "element")),
          level(path),
          schema.getMaxRepetitionLevel(repeated.toArray(new String[0])));
    }
    return leaf(kind(type), path);
  }

  private LeafNode leaf(Kind kind, List<String> path) {
    ColumnDescriptor column = schema.getColumnDescription(path.toArray(new String[0]));
    LeafNode leaf =
        switch (kind) {
          case BOOLEAN -> new LeafNode.BooleanLeaf(column);
          case WIDE_DECIMAL -> new LeafNode.FixedLeaf(column);
          case BYTES -> new LeafNode.TextLeaf(column);
          default ->
              grows(column.getPrimitiveType())
                  ? new LeafNode.DeltaLeaf(column)
                  : new LeafNode.NumberLeaf(column, kind == Kind.INT);
        };
    leaves.add(leaf);
    return leaf;
  }

  /** Times and positions; a contract's own column may be called position and hold anything. */
  private static boolean grows(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT64
        && (type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
            || type.getName().equals(LakeSchema.POSITION)
            || type.getName().equals("position"));
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
}
