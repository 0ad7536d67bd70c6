package io.millrace.ledger;

import io.millrace.event.ImmutableTypeInformation;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
 * @param missing what the source no longer had of this split when it was to be read, in order
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
    @Nullable Long maxEventTime,
    List<MissingRecords> missing) {

  /** The {@link #checkpoint()} of a page that an operator emits when its input has ended. */
  public static final long END_OF_INPUT = Long.MAX_VALUE;

  /** How Flink ships a page. */
  public static final TypeInformation<LedgerPage> TYPE =
      new ImmutableTypeInformation<>(LedgerPage.class, new LedgerPageSerializer());

  public LedgerPage {
    reasons = Map.copyOf(reasons);
    partitions = Map.copyOf(partitions);
    missing = List.copyOf(missing);
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
        maxEventTime,
        missing);
  }

  /**
   * This page and the next one of the same writer and split as one, under this one's checkpoint.
   *
   * @throws IllegalArgumentException if they are of two writers or splits
   */
  public LedgerPage plus(LedgerPage next) {
    if (!writer.equals(next.writer) || !split.equals(next.split)) {
      throw new IllegalArgumentException(
          "pages of " + writer + " and " + next.writer + ", " + split + " and " + next.split);
    }
    return new LedgerPage(
        writer,
        checkpoint,
        split,
        consumed + next.consumed,
        written + next.written,
        duplicate + next.duplicate,
        rejected + next.rejected,
        late + next.late,
        sums(reasons, next.reasons),
        sums(partitions, next.partitions),
        firstPosition == null ? next.firstPosition : firstPosition,
        next.lastPosition == null ? lastPosition : next.lastPosition,
        minEventTime == null || (next.minEventTime != null && next.minEventTime < minEventTime)
            ? next.minEventTime
            : minEventTime,
        maxEventTime == null || (next.maxEventTime != null && next.maxEventTime > maxEventTime)
            ? next.maxEventTime
            : maxEventTime,
        Stream.concat(missing.stream(), next.missing.stream()).toList());
  }

  private static <K> Map<K, Long> sums(Map<K, Long> first, Map<K, Long> second) {
    Map<K, Long> sums = new HashMap<>(first);
    second.forEach((key, count) -> sums.merge(key, count, Long::sum));
    return sums;
  }
}
