package io.millrace.local.feed;

import io.millrace.event.RejectReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What must become of a feed's records, known from how they were made.
 *
 * @param consumed all records
 * @param written events that must be in the lake, once each
 * @param duplicate further records of those events, the conflicting ones included
 * @param conflicting duplicates whose columns differ from the first record's
 * @param rejected records that break the contract, by reason; no zeros
 * @param late written events that are late
 * @param writtenByHour written events by the UTC hour of their event time, {@code 2026-11-21T22}
 * @param partitions by Kafka partition, from 0; idle ones with zeros
 */
public record Expected(
    long consumed,
    long written,
    long duplicate,
    long conflicting,
    Map<RejectReason, Long> rejected,
    long late,
    Map<String, Long> writtenByHour,
    List<OfPartition> partitions) {

  /**
   * The part of one partition.
   *
   * @param accepted written or duplicate: of an event that is on two partitions, either copy may be
   *     the one that is written
   */
  public record OfPartition(long consumed, long accepted, long rejected) {}

  /** The same where a record without a value is one without bytes: a service may have no such. */
  public Expected withoutNulls() {
    Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    rejected.forEach(
        (reason, records) ->
            reasons.merge(
                reason == RejectReason.NULL_RECORD ? RejectReason.EMPTY_RECORD : reason,
                records,
                Long::sum));
    return new Expected(
        consumed,
        written,
        duplicate,
        conflicting,
        Map.copyOf(reasons),
        late,
        writtenByHour,
        partitions);
  }

  /** Rejected records, all reasons together. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }
}
