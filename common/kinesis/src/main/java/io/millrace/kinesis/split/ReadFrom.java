package io.millrace.kinesis.split;

import java.io.Serializable;

/** Where reading of a shard begins, or goes on. Never "latest": that is resolved to a time once. */
public sealed interface ReadFrom extends Serializable {

  /** The oldest record that the shard still has. */
  ReadFrom TRIM_HORIZON = new TrimHorizon();

  /** The oldest record that the shard still has. */
  record TrimHorizon() implements ReadFrom {}

  /**
   * The first record that arrived at that time or later; the oldest one if the time is before the
   * stream's retention.
   *
   * @param millis since the epoch
   */
  record AtTimestamp(long millis) implements ReadFrom {}

  /**
   * Behind a record that has been read. Reading starts at that record again and skips it, which
   * tells whether anything between has been lost to retention.
   *
   * @param subSequenceNumber of the record inside an aggregate; 0 for one that is not aggregated
   */
  record After(String sequenceNumber, long subSequenceNumber) implements ReadFrom {

    /** Whether a record stands behind this place. */
    public boolean isBefore(String otherSequence, long otherSubSequence) {
      int order = SequenceNumbers.compare(sequenceNumber, otherSequence);
      return order != 0 ? order < 0 : subSequenceNumber < otherSubSequence;
    }
  }
}
