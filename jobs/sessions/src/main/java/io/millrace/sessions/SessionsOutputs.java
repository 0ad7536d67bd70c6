package io.millrace.sessions;

import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.RollupPage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What {@link SessionsPipeline} gives.
 *
 * @param updates of all definitions' sessions, those of a key in order
 * @param ledgerPages the outcome of every record, page by checkpoint
 * @param sessionPages what became of every unique event in each definition; the definition's name
 *     stands for the rollup's
 */
public record SessionsOutputs(
    DataStream<SessionUpdate> updates,
    DataStream<LedgerPage> ledgerPages,
    DataStream<RollupPage> sessionPages) {}
