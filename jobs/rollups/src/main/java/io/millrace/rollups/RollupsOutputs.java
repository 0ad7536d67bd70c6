package io.millrace.rollups;

import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.RollupPage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What {@link RollupsPipeline} gives.
 *
 * @param results every window's results, those of one window and group in order
 * @param ledgerPages the outcome of every record, page by checkpoint
 * @param rollupPages the outcome of every unique event in every rollup, page by checkpoint
 */
record RollupsOutputs(
    DataStream<WindowResult> results,
    DataStream<LedgerPage> ledgerPages,
    DataStream<RollupPage> rollupPages) {}
