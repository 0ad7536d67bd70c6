package io.millrace.decode;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;

/**
 * The parts of a record's id as they come along. One part is the id as it is; several are joined by
 * {@code |}, with {@code \} before each {@code \} and {@code |} inside a part.
 */
final class EventKey {

  private final RowWriter[] parts;
  private final RowWriter joined = new RowWriter(64);

  EventKey(int count) {
    parts = new RowWriter[count];
    for (int i = 0; i < count; i++) {
      parts[i] = new RowWriter(64);
    }
  }

  void clear() {
    for (RowWriter part : parts) {
      part.clear();
    }
  }

  /** Takes the value on which {@code row} stands and which ends at {@code end}. */
  void set(int part, Node node, RowReader row, int end) {
    node.writeText(row, end, parts[part].clear());
  }

  byte[] toByteArray() {
    if (parts.length == 1) {
      return parts[0].toByteArray();
    }
    joined.clear();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        joined.writeByte('|');
      }
      escape(parts[i]);
    }
    return joined.toByteArray();
  }

  private void escape(RowWriter part) {
    for (int i = 0; i < part.size(); i++) {
      byte b = part.bytes()[i];
      if (b == '|' || b == '\\') {
        joined.writeByte('\\');
      }
      joined.writeByte(b);
    }
  }
}
