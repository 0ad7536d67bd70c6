package io.millrace.ledger;

import io.millrace.event.ImmutableTypeInformation;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What one writer counted of one split between two checkpoints. Immutable.
 *
 * <p>Summed over its writers, a split and checkpoint has {@code consumed = written + duplicate +
 * rejected}. Where an input ends, subtasks end one after the other, between checkpoints: what came
 * last may be counted at {@link #END_OF_INPUT} by one writer and at a checkpoint by the next. The
 * ledger's sink files each page under the checkpoint that commits it ({@link #at}); by that one
 * they balance even then.
 *
 * @param writer which subtask of which operator counted: {@code decode-0}, {@code dedup-3}
 * @param checkpoint the checkpoint before whose barrier the page was emitted; {@link #END_OF_INPUT}
 *     for what came after the last
 * @param split the split's name
 * @param consumed records read
 * @param written events sent to the lake
 * @param duplicate events seen before, the conflicting ones included
 * @param rejected records that are dead letters and no duplicates
 * @param late written events that were late; part of {@code written}
 * @param reasons records by reason, of the outcome that {@link Outcome#of} says
 * @param partitions written events by lake partition; their sum is {@code written}
 * @param firstPosition of the first record consumed; null if {@code consumed} is 0
 * @param lastPosition of the last record consumed; null if {@code consumed} is 0
 * @param minEventTime of the accepted events consumed, in microseconds; null if there were none
 * @param maxEventTime of the accepted events consumed, in microseconds; null if there were none
 */
public record LedgerPage(
    String writer,
    long checkpoint,
    String split,
    long consumed,
    long written,
    long duplicate,
    long rejected,
    long late,
    Map<RejectReason, Long> reasons,
    Map<String, Long> partitions,
    @Nullable Position firstPosition,
    @Nullable Position lastPosition,
    @Nullable Long minEventTime,
    @Nullable Long maxEventTime) {

  /** The {@link #checkpoint()} of a page that an operator emits when its input has ended. */
  public static final long END_OF_INPUT = Long.MAX_VALUE;

  /** How Flink ships a page. */
  public static final TypeInformation<LedgerPage> TYPE =
      new ImmutableTypeInformation<>(LedgerPage.class, new LedgerPageSerializer());

  public LedgerPage {
    reasons = Map.copyOf(reasons);
    partitions = Map.copyOf(partitions);
  }

  /** This page under another checkpoint: the one that commits it, which its writer may not know. */
  public LedgerPage at(long committing) {
    return new LedgerPage(
        writer,
        committing,
        split,
        consumed,
        written,
        duplicate,
        rejected,
        late,
        reasons,
        partitions,
        firstPosition,
        lastPosition,
        minEventTime,
        maxEventTime);
  }
}
