package io.millrace.lake;

import io.millrace.contract.StreamContract;
import io.millrace.dedup.UniqueEvents;
import io.millrace.event.Decoded;
import io.millrace.ledger.LakePartitioner;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * From decoded records to what is filed. Knows no connector.
 *
 * <pre>
 *   records ──> unique events ──> events
 *                    │  └───────> deadLetters
 *                    └──────────> ledgerPages
 * </pre>
 *
 * What is in between is drawn at {@link UniqueEvents}.
 */
public final class LakePipeline {

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
    UniqueEvents unique = UniqueEvents.filed(records, contract, partitioner, maxParallelism);
    return new LakeOutputs(unique.events(), unique.deadLetters(), unique.ledgerPages());
  }
}
