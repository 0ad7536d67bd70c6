package io.millrace.local.audit;

/**
 * The audit of one lake partition.
 *
 * @param partition {@code event_date=2026-11-22/event_hour=13}
 * @param written what the ledger says
 * @param lakeRows what the files' footers say
 */
public record PartitionBalance(String partition, long written, long lakeRows) {

  public boolean balanced() {
    return written == lakeRows;
  }
}
