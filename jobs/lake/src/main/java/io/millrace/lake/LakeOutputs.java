package io.millrace.lake;

import io.millrace.event.Event;
import io.millrace.event.Rejection;
import io.millrace.ledger.LedgerPage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What {@link LakePipeline} gives.
 *
 * @param events each id's first event, to be filed in the lake
 * @param deadLetters rejected records and conflicting duplicates
 * @param ledgerPages the outcome of every record, page by checkpoint
 */
public record LakeOutputs(
    DataStream<Event> events,
    DataStream<Rejection> deadLetters,
    DataStream<LedgerPage> ledgerPages) {}
