package io.millrace.local.audit;

import java.util.List;
import java.util.Map;

/**
 * All that the ledger's tables say of one job and stream.
 *
 * @param pages table {@code ledger}
 * @param rejectedByReason table {@code ledger_reason}, outcome rejected: records by split, then
 *     reason
 * @param conflicting table {@code ledger_reason}, reason conflicting: records by split; they are
 *     duplicates, and dead letters too
 * @param writtenByPartition table {@code ledger_partition}: written events by lake partition,
 *     {@code event_date=2026-11-22/event_hour=13}
 */
public record LedgerBook(
    List<LedgerRow> pages,
    Map<String, Map<String, Long>> rejectedByReason,
    Map<String, Long> conflicting,
    Map<String, Long> writtenByPartition) {}
