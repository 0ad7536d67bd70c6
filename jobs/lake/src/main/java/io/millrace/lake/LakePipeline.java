package io.millrace.lake;

import io.millrace.contract.StreamContract;
import io.millrace.dedup.DropDuplicates;
import io.millrace.dedup.EventIdBuckets;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Rejection;
import io.millrace.ledger.LakePartitioner;
import io.millrace.ledger.LedgerPage;
import io.millrace.progress.MarkLate;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * From decoded records to what is filed, in this order. Knows no connector.
 *
 * <pre>
 *   records ──> mark-late ──────────> by id ──> drop-duplicates ──────────> events
 *                  │  │ rejections                 │  │ conflicting duplicates
 *                  │  └──────────────┬─────────────┼──┘
 *                  │                 └─────────────┼────────────────────────> deadLetters
 *                  │ pages                         │ pages
 *                  └───────────────┬───────────────┘
 *                                  └────────────────────────────────────────> ledgerPages
 * </pre>
 *
 * {@code mark-late} runs chained to the source, so that a split's records reach it in order.
 */
public final class LakePipeline {

  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", EventTypes.REJECTION);
  private static final OutputTag<Rejection> CONFLICTS =
      new OutputTag<>("conflicts", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES =
      new OutputTag<>("ledger-pages", LedgerPage.TYPE);

  private LakePipeline() {}

  /**
   * Adds the pipeline to the job of {@code records}.
   *
   * @param partitioner where in the lake an event is filed; the ledger counts by it
   * @param maxParallelism the job's max parallelism: part of its state, never to change
   */
  public static LakeOutputs define(
      DataStream<Decoded> records,
      StreamContract contract,
      LakePartitioner partitioner,
      int maxParallelism) {
    SingleOutputStreamOperator<Event> marked =
        records
            .transform(
                Uids.MARK_LATE,
                EventTypes.EVENT,
                new MarkLate(contract.maxOutOfOrderness(), REJECTIONS, PAGES))
            .uid(Uids.MARK_LATE);

    EventIdBuckets buckets = EventIdBuckets.of(maxParallelism);
    SingleOutputStreamOperator<Event> unique =
        marked
            .keyBy(buckets, Types.INT)
            .transform(
                Uids.DROP_DUPLICATES,
                EventTypes.EVENT,
                new DropDuplicates(buckets, contract.dedupHorizon(), partitioner, CONFLICTS, PAGES))
            .uid(Uids.DROP_DUPLICATES)
            .setMaxParallelism(maxParallelism);

    return new LakeOutputs(
        unique,
        marked.getSideOutput(REJECTIONS).union(unique.getSideOutput(CONFLICTS)),
        marked.getSideOutput(PAGES).union(unique.getSideOutput(PAGES)));
  }
}
