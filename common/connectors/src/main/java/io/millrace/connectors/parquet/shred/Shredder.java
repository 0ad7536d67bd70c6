package io.millrace.connectors.parquet.shred;

import io.millrace.event.RowReader;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.page.PageWriteStore;

/**
 * Takes records apart into the chunks of a row group's columns, straight from their bytes and
 * without an object a record. A record is a run of groups in {@link RowReader}'s layout, whose
 * fields together are the schema's columns. Not thread-safe.
 *
 * <p>Every column is written with its definition level (how many of the optional and repeated
 * fields on its path are there) and repetition level (at which list it repeats).
 */
public final class Shredder {

  /** After how many records, or bytes of them, pages are asked whether they are full. */
  private static final int CHECK_ROWS = 100;

  private static final int CHECK_BYTES = 1 << 18;

  private final GroupNode[] groups;
  private final List<LeafNode> leaves;
  private long rows;
  private long checkAt;
  private long bytesSinceCheck;

  Shredder(List<GroupNode> groups, List<LeafNode> leaves) {
    this.groups = groups.toArray(new GroupNode[0]);
    this.leaves = leaves;
  }

  /** Begins a row group, whose pages go to {@code store}. */
  public void begin(PageWriteStore store) {
    rows = 0;
    checkAt = CHECK_ROWS;
    bytesSinceCheck = 0;
    for (LeafNode leaf : leaves) {
      leaf.chunk().begin(store.getPageWriter(leaf.column));
    }
  }

  /** Writes the record at {@code row}'s place and leaves {@code row} behind it. */
  public void shred(RowReader row) throws IOException {
    int start = row.at();
    for (GroupNode group : groups) {
      group.write(row, 0, 0);
    }
    rows++;
    bytesSinceCheck += row.at() - start;
    if (rows >= checkAt || bytesSinceCheck >= CHECK_BYTES) {
      for (LeafNode leaf : leaves) {
        leaf.chunk().endPageIfFull(rows);
      }
      checkAt = rows + CHECK_ROWS;
      bytesSinceCheck = 0;
    }
  }

  /** Ends the row group. */
  public void end() throws IOException {
    for (LeafNode leaf : leaves) {
      leaf.chunk().end(rows);
    }
  }
}
