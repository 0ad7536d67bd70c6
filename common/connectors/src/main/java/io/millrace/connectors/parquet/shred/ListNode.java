package io.millrace.connectors.parquet.shred;

import io.millrace.event.RowReader;

/** A list, whose elements may be absent. */
final class ListNode extends Node {
  private final Node element;
  private final int level;
  private final int repetitionLevel;

  ListNode(Node element, int level, int repetitionLevel) {
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
