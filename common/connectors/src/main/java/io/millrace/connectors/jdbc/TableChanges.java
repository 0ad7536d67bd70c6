package io.millrace.connectors.jdbc;

/**
 * What changes in one table: each key once.
 *
 * @param table as the writer knew it; a committable is applied by this, not by what a newer job
 *     says
 * @param deletes how many keys {@code deletedKeys} holds
 * @param deletedKeys values of the key columns in the key's order, by {@link ValueCodec}
 * @param upserts how many rows {@code rows} holds
 * @param rows values of all columns, by {@link ValueCodec}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Compared by nobody; bytes as they lie in the checkpoint.
record TableChanges(JdbcTable table, int deletes, byte[] deletedKeys, int upserts, byte[] rows) {

  int count() {
    return deletes + upserts;
  }
}
