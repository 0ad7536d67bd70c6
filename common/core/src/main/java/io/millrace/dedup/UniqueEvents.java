package io.millrace.dedup;

import io.millrace.contract.ColumnTypes;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Rejection;
import io.millrace.ledger.Intake;
import io.millrace.ledger.LakePartitioner;
import io.millrace.ledger.LedgerPage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The way from decoded records to each id's first event, which every job goes.
 *
 * <pre>
 *   records ──> intake ─────────────> by id ──> drop-duplicates ──────────> events
 *                  │  │ rejections                 │  │ conflicting duplicates
 *                  │  └──────────────┬─────────────┼──┘
 *                  │                 └─────────────┼────────────────────────> deadLetters
 *                  │ pages                         │ pages
 *                  └───────────────┬───────────────┘
 *                                  └────────────────────────────────────────> ledgerPages
 * </pre>
 *
 * {@code intake} runs chained to the source, so that a split's records reach it in order.
 *
 * @param events each id's first event
 * @param deadLetters rejected records and conflicting duplicates; the conflicting ones of {@link
 *     #counted} are without the bytes of their records
 * @param ledgerPages the outcome of every record, page by checkpoint
 */
public record UniqueEvents(
    SingleOutputStreamOperator<Event> events,
    DataStream<Rejection> deadLetters,
    DataStream<LedgerPage> ledgerPages) {

  /** Uid and name of {@link Intake}; never to change. */
  public static final String INTAKE = "intake";

  /** Uid and name of {@link DropDuplicates}; never to change. */
  public static final String DROP_DUPLICATES = "drop-duplicates";

  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", EventTypes.REJECTION);
  private static final OutputTag<Rejection> CONFLICTS =
      new OutputTag<>("conflicts", EventTypes.REJECTION);
  private static final OutputTag<LedgerPage> PAGES =
      new OutputTag<>("ledger-pages", LedgerPage.TYPE);

  /**
   * Adds the operators to the job of {@code records} that files events and dead letters in the
   * lake.
   *
   * @param partitioner where an event is filed, by which the ledger counts
   * @param maxParallelism the job's max parallelism: part of its state, never to change
   */
  public static UniqueEvents filed(
      DataStream<Decoded> records,
      StreamContract contract,
      LakePartitioner partitioner,
      int maxParallelism) {
    return define(records, contract, partitioner, true, maxParallelism);
  }

  /**
   * Adds the operators to a job that files neither: the records' bytes, more than half of what
   * would go through the shuffle, end in front of it.
   *
   * @param maxParallelism the job's max parallelism: part of its state, never to change
   */
  public static UniqueEvents counted(
      DataStream<Decoded> records, StreamContract contract, int maxParallelism) {
    return define(records, contract, LakePartitioner.NONE, false, maxParallelism);
  }

  private static UniqueEvents define(
      DataStream<Decoded> records,
      StreamContract contract,
      LakePartitioner partitioner,
      boolean withContent,
      int maxParallelism) {
    SingleOutputStreamOperator<Event> taken =
        records
            .transform(INTAKE, EventTypes.EVENT, new Intake(REJECTIONS, PAGES, withContent))
            .uid(INTAKE);

    EventIdBuckets buckets = EventIdBuckets.of(maxParallelism);
    SingleOutputStreamOperator<Event> unique =
        taken
            .keyBy(buckets, Types.INT)
            .transform(
                DROP_DUPLICATES,
                EventTypes.EVENT,
                new DropDuplicates(
                    buckets,
                    contract.dedupHorizon(),
                    partitioner,
                    CONFLICTS,
                    PAGES,
                    ColumnTypes.of(contract)))
            .uid(DROP_DUPLICATES)
            .setMaxParallelism(maxParallelism);

    return new UniqueEvents(
        unique,
        taken.getSideOutput(REJECTIONS).union(unique.getSideOutput(CONFLICTS)),
        taken.getSideOutput(PAGES).union(unique.getSideOutput(PAGES)));
  }
}
