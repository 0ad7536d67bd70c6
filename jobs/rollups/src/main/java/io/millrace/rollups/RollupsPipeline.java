package io.millrace.rollups;

import io.millrace.contract.StreamContract;
import io.millrace.dedup.UniqueEvents;
import io.millrace.event.Decoded;
import io.millrace.ledger.RollupPage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * From decoded records to the results of windows. Knows no connector.
 *
 * <pre>
 *   records ──> unique events ──> pre-aggregate ──> by rollup, group ──> aggregate-windows ──> results
 *                  │  │ dead letters   │ pages
 *                  │  └─> the lake's   └─────────────────────────────────────────────────────> rollupPages
 *                  └─────────────────────────────────────────────────────────────────────────> ledgerPages
 * </pre>
 *
 * What unique events are is drawn at {@link UniqueEvents}; {@code pre-aggregate} is chained to it.
 * Dead letters are counted here and kept by the lake job.
 */
final class RollupsPipeline {

  private static final OutputTag<RollupPage> PAGES =
      new OutputTag<>("rollup-pages", RollupPage.TYPE);

  private RollupsPipeline() {}

  /**
   * Adds the pipeline to the job of {@code records}.
   *
   * @param maxParallelism the job's max parallelism: part of its state, never to change
   * @param mostMemory about how many bytes a subtask may hold before the shuffle
   */
  static RollupsOutputs define(
      DataStream<Decoded> records, StreamContract contract, int maxParallelism, long mostMemory) {
    UniqueEvents unique = UniqueEvents.counted(records, contract, maxParallelism);

    SingleOutputStreamOperator<Partial> partials =
        unique
            .events()
            .transform(
                Uids.PRE_AGGREGATE, Partial.TYPE, new PreAggregate(contract, mostMemory, PAGES))
            .uid(Uids.PRE_AGGREGATE)
            .setMaxParallelism(maxParallelism);

    SingleOutputStreamOperator<WindowResult> results =
        partials
            .keyBy(Partial::key, Types.STRING)
            .transform(Uids.AGGREGATE_WINDOWS, WindowResult.TYPE, new AggregateWindows(contract))
            .uid(Uids.AGGREGATE_WINDOWS)
            .setMaxParallelism(maxParallelism);

    return new RollupsOutputs(results, unique.ledgerPages(), partials.getSideOutput(PAGES));
  }
}
