package io.millrace.connectors.parquet.shred;

import io.millrace.connectors.parquet.LakeSchema;
import io.millrace.connectors.parquet.column.BooleanChunk;
import io.millrace.connectors.parquet.column.ColumnChunk;
import io.millrace.connectors.parquet.column.DeltaChunk;
import io.millrace.connectors.parquet.column.FixedChunk;
import io.millrace.connectors.parquet.column.NumberChunk;
import io.millrace.connectors.parquet.column.TextChunk;
import io.millrace.event.RowReader;
import org.apache.parquet.column.ColumnDescriptor;

/** A column, whose values stand in records in one of the forms below. */
abstract class LeafNode extends Node {
  final ColumnDescriptor column;

  LeafNode(ColumnDescriptor column) {
    this.column = column;
  }

  abstract ColumnChunk chunk();

  @Override
  void writeNull(int repetition, int definition) {
    chunk().writeNull(repetition, definition);
  }

  static final class BooleanLeaf extends LeafNode {
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

  static final class NumberLeaf extends LeafNode {
    private final NumberChunk chunk;

    /** Whether records have 4 bytes of it, not 8. */
    private final boolean narrow;

    NumberLeaf(ColumnDescriptor column, boolean narrow) {
      super(column);
      chunk = new NumberChunk(column);
      this.narrow = narrow;
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

  static final class DeltaLeaf extends LeafNode {
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

  static final class TextLeaf extends LeafNode {
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

  static final class FixedLeaf extends LeafNode {
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
