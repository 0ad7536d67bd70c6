package io.millrace.connectors.parquet.shred;

import io.millrace.event.RowReader;

/** Fields, each of which may be absent. */
final class GroupNode extends Node {
  private final Node[] fields;
  private final int level;

  GroupNode(Node[] fields, int level) {
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
