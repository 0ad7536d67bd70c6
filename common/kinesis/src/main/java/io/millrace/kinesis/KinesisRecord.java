package io.millrace.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * A record of a shard; one that the Kinesis Producer Library had packed together with others has
 * been taken out. The array is not copied; nobody writes to it.
 *
 * @param sequenceNumber the shard's number of the record, or of the aggregate that held it
 * @param subSequenceNumber its index in the aggregate; 0 for a record that is not aggregated
 * @param approximateArrivalTimestamp when the service took it, in milliseconds since the epoch
 * @param lostAfter if the stream's retention may have taken records right before this one: the
 *     sequence number of the last one that was read before it; else null
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; an array spares a copy a record.
public record KinesisRecord(
    String shardId,
    String sequenceNumber,
    long subSequenceNumber,
    String partitionKey,
    long approximateArrivalTimestamp,
    byte[] data,
    @Nullable String lostAfter) {

  /** A record before which nothing is missing. */
  public KinesisRecord(
      String shardId,
      String sequenceNumber,
      long subSequenceNumber,
      String partitionKey,
      long approximateArrivalTimestamp,
      byte[] data) {
    this(
        shardId,
        sequenceNumber,
        subSequenceNumber,
        partitionKey,
        approximateArrivalTimestamp,
        data,
        null);
  }

  /** The service gave no time. */
  public static final long NO_TIME = Long.MIN_VALUE;
}
