package io.millrace.connectors.jdbc;

import java.util.List;
import java.util.UUID;

/**
 * Rows of one writer and checkpoint, to be applied all or not at all, and once.
 *
 * @param id random; the marker in the database by which a second commit is known
 * @param writer the writer's subtask
 */
record JdbcCommittable(UUID id, int writer, List<TableChanges> changes) {

  int count() {
    return changes.stream().mapToInt(TableChanges::count).sum();
  }

  /** Without the rows: Flink prints this when a commit fails. */
  @Override
  public String toString() {
    return "JdbcCommittable[" + id + ", writer " + writer + ", " + count() + " rows]";
  }
}
