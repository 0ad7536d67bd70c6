package io.millrace.sessions;

import io.millrace.contract.StreamContract;
import io.millrace.dedup.UniqueEvents;
import io.millrace.event.Decoded;
import io.millrace.ledger.RollupPage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * From decoded records to what becomes of sessions, in this order. Knows no connector.
 *
 * <pre>
 *   records ──> unique events ──> gather-sessions ──> by key ──> merge-sessions ──> updates
 *                    │                   │ pages
 *                    │                   └─────────────────────────────────────────> sessionPages
 *                    └─────────────────────────────────────────────────────────────> ledgerPages
 * </pre>
 *
 * What is in {@code unique events} is drawn at {@link UniqueEvents}; its dead letters are left to
 * the lake job, which files them. {@code gather-sessions} runs chained to it and decides what is
 * too late; one {@code merge-sessions} has the sessions of all definitions.
 */
public final class SessionsPipeline {

  private static final OutputTag<RollupPage> PAGES =
      new OutputTag<>("session-pages", RollupPage.TYPE);

  private SessionsPipeline() {}

  /**
   * Adds the pipeline to the job of {@code records}.
   *
   * @param contract has at least one session
   * @param maxParallelism the job's max parallelism: part of its state, never to change
   */
  public static SessionsOutputs define(
      DataStream<Decoded> records, StreamContract contract, int maxParallelism) {
    UniqueEvents unique = UniqueEvents.counted(records, contract, maxParallelism);
    SingleOutputStreamOperator<SessionPart> parts =
        unique
            .events()
            .transform(Uids.GATHER_SESSIONS, SessionPart.TYPE, new GatherSessions(contract, PAGES))
            .uid(Uids.GATHER_SESSIONS);
    DataStream<SessionUpdate> updates =
        parts
            .keyBy(SessionPart::key, SessionKey.TYPE)
            .transform(Uids.MERGE_SESSIONS, SessionUpdate.TYPE, new MergeSessions(contract))
            .uid(Uids.MERGE_SESSIONS)
            .setMaxParallelism(maxParallelism);
    return new SessionsOutputs(updates, unique.ledgerPages(), parts.getSideOutput(PAGES));
  }
}
