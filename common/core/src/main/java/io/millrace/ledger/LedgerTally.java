package io.millrace.ledger;

import io.millrace.event.Event;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds up outcomes a split between two checkpoints. It is no state: what is counted after a
 * checkpoint is counted again when a recovery replays it. Not thread-safe.
 */
public final class LedgerTally {

  private final String writer;
  private final Map<String, Counts> bySplit = new HashMap<>();
  private @Nullable String lastSplit;
  private @Nullable Counts last;

  /** A tally whose pages carry {@code writer}. */
  public LedgerTally(String writer) {
    this.writer = writer;
  }

  /** An accepted event was read from its split. */
  public void consumed(Event event) {
    Counts counts = consumed(event.source());
    counts.minEventTime = Math.min(counts.minEventTime, event.eventTime());
    counts.maxEventTime = Math.max(counts.maxEventTime, event.eventTime());
  }

  /** A record was read from its split and is a dead letter. */
  public void rejected(Rejection rejection) {
    Counts counts = consumed(rejection.source());
    counts.rejected++;
    counts.reasons.merge(rejection.reason(), 1L, Long::sum);
  }

  /** Records of the split are missing from its source. */
  public void missing(MissingRecords gap) {
    counts(gap.split()).missing.add(gap);
  }

  /** An event goes on, into the lake's {@code partition} if that is not empty. */
  public void written(Event event, String partition) {
    Counts counts = counts(event.source().split());
    counts.written++;
    counts.late += event.late() ? 1 : 0;
    counts.partition(partition);
  }

  /** An event was seen before, with the same content. */
  public void duplicate(Event event) {
    counts(event.source().split()).duplicate++;
  }

  /** An event was seen before, with other content. */
  public void conflicting(Event event) {
    Counts counts = counts(event.source().split());
    counts.duplicate++;
    counts.reasons.merge(RejectReason.CONFLICTING, 1L, Long::sum);
  }

  /**
   * Hands over a page for each split that had a record or a gap since the last time, and starts
   * anew.
   */
  public void turnPage(long checkpoint, Consumer<LedgerPage> pages) {
    bySplit.forEach((split, counts) -> pages.accept(counts.page(writer, checkpoint, split)));
    bySplit.clear();
    last = null;
  }

  private Counts consumed(SourceRecord record) {
    Counts counts = counts(record.split());
    counts.consumed++;
    if (counts.firstPosition == null) {
      counts.firstPosition = record.position();
    }
    counts.lastPosition = record.position();
    return counts;
  }

  private Counts counts(String split) {
    Counts counts = last;
    if (counts == null || !split.equals(lastSplit)) {
      counts = bySplit.computeIfAbsent(split, ignored -> new Counts());
      last = counts;
      lastSplit = split;
    }
    return counts;
  }

  private static final class Counts {
    long consumed;
    long written;
    long duplicate;
    long rejected;
    long late;
    long minEventTime = Long.MAX_VALUE;
    long maxEventTime = Long.MIN_VALUE;
    @Nullable Position firstPosition;
    @Nullable Position lastPosition;
    final List<MissingRecords> missing = new ArrayList<>();
    final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    final Map<String, long[]> partitions = new HashMap<>();
    private @Nullable String lastPartition;
    private long[] inLastPartition = {0};

    // Neighbours mostly share an hour: no look-up for them, and no boxing for the others.
    void partition(String partition) {
      if (partition.isEmpty()) {
        return;
      }
      if (!partition.equals(lastPartition)) {
        inLastPartition = partitions.computeIfAbsent(partition, ignored -> new long[1]);
        lastPartition = partition;
      }
      inLastPartition[0]++;
    }

    LedgerPage page(String writer, long checkpoint, String split) {
      Map<String, Long> byPartition = new HashMap<>();
      partitions.forEach((partition, count) -> byPartition.put(partition, count[0]));
      boolean accepted = minEventTime <= maxEventTime;
      return new LedgerPage(
          writer,
          checkpoint,
          split,
          consumed,
          written,
          duplicate,
          rejected,
          late,
          reasons,
          byPartition,
          firstPosition,
          lastPosition,
          accepted ? minEventTime : null,
          accepted ? maxEventTime : null,
          missing);
    }
  }
}
