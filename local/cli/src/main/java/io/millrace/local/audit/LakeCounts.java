package io.millrace.local.audit;

import java.util.Map;

/**
 * What the footers of the committed Parquet files say; no data page is read.
 *
 * @param rowsBySplit the stream's rows by split
 * @param rowsByPartition the stream's rows by lake partition, as the ledger names it
 * @param deadLettersBySplit the dead letters' rows by split
 * @param files how many files were read
 */
public record LakeCounts(
    Map<String, Long> rowsBySplit,
    Map<String, Long> rowsByPartition,
    Map<String, Long> deadLettersBySplit,
    int files) {}
