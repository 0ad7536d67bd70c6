package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.aggregation.Aggregate;
import io.millrace.kinesis.aggregation.Aggregate.UserRecord;
import io.millrace.kinesis.split.HashRange;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.SequenceNumbers;
import io.millrace.kinesis.split.ShardFacts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Makes a shard's records of what the service gives: takes aggregates apart, skips what has been
 * read before, and notices when something between has been lost. Not thread-safe.
 */
final class ShardRecords {

  private static final Logger LOG = LoggerFactory.getLogger(ShardRecords.class);

  private final ShardFacts shard;
  private final ReadFrom start;
  private final ShardMetrics metrics;
  private final boolean failsOnGap;

  /** Where reading takes up again, until the service has shown that it still has that record. */
  private ReadFrom.@Nullable After resumed;

  private @Nullable String last;

  /** The last record before a gap, until a record behind it has been taken. */
  private @Nullable String lostAfter;

  ShardRecords(KinesisShardSplit split, ShardMetrics metrics, boolean failsOnGap) {
    this.failsOnGap = failsOnGap;
    this.shard = split.shard();
    this.start = split.readFrom();
    this.metrics = metrics;
    this.resumed = start instanceof ReadFrom.After after ? after : null;
  }

  /** Where to begin, or to go on when iterator or subscription is gone. */
  ReadFrom place() {
    return last == null ? start : new ReadFrom.After(last, Long.MAX_VALUE);
  }

  /** What is new in an answer, in its order. */
  List<KinesisRecord> take(List<Record> answer) {
    List<KinesisRecord> taken = new ArrayList<>(answer.size());
    for (Record record : answer) {
      String sequence = record.sequenceNumber();
      if (last != null && SequenceNumbers.compare(sequence, last) <= 0) {
        continue;
      }
      long readBefore = resumed == null ? -1 : readBefore(resumed, sequence);
      if (readBefore < Long.MAX_VALUE) {
        add(record, readBefore, taken);
      }
      last = sequence;
    }
    return taken;
  }

  /** The last sub-sequence number of this record that has been read before; -1 if none. */
  private long readBefore(ReadFrom.After place, String sequence) {
    int order = SequenceNumbers.compare(sequence, place.sequenceNumber());
    if (order < 0) {
      return Long.MAX_VALUE;
    }
    resumed = null;
    if (order == 0) {
      return place.subSequenceNumber();
    }
    metrics.gap();
    String what =
        "shard %s no longer has record %s, behind which reading goes on: what stood between it and %s is lost to the stream's retention"
            .formatted(shard.shardId(), place.sequenceNumber(), sequence);
    if (failsOnGap) {
      throw new RecordsLostException(what);
    }
    LOG.warn("Records may be missing: {}", what);
    lostAfter = place.sequenceNumber();
    return -1;
  }

  private void add(Record record, long readBefore, List<KinesisRecord> taken) {
    byte[] data = record.data().asByteArrayUnsafe();
    List<UserRecord> packed = Aggregate.split(data);
    long time =
        record.approximateArrivalTimestamp() == null
            ? KinesisRecord.NO_TIME
            : record.approximateArrivalTimestamp().toEpochMilli();
    if (packed == null) {
      if (readBefore < 0) {
        taken.add(
            new KinesisRecord(
                shard.shardId(),
                record.sequenceNumber(),
                0,
                record.partitionKey(),
                time,
                data,
                takeLostAfter()));
      }
      return;
    }
    for (int sub = (int) Math.min(readBefore + 1, packed.size()); sub < packed.size(); sub++) {
      UserRecord user = packed.get(sub);
      if (belongs(user)) {
        taken.add(
            new KinesisRecord(
                shard.shardId(),
                record.sequenceNumber(),
                sub,
                user.partitionKey(),
                time,
                user.data(),
                takeLostAfter()));
      } else {
        metrics.foreign();
      }
    }
  }

  private @Nullable String takeLostAfter() {
    String taken = lostAfter;
    lostAfter = null;
    return taken;
  }

  /**
   * A producer that had not noticed a split packs records for one child into an aggregate that goes
   * to the other. It notices by the shard in the answer, and sends them again: these are copies.
   */
  private boolean belongs(UserRecord user) {
    if (shard.hashRange().isAll()) {
      return true;
    }
    BigInteger hash =
        user.explicitHashKey() == null
            ? HashRange.hashOf(user.partitionKey())
            : user.explicitHashKey();
    return shard.hashRange().contains(hash);
  }
}
