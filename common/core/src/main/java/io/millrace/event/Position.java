package io.millrace.event;

import java.math.BigInteger;

/**
 * Where a record stands in its split; ordered within a split only.
 *
 * @param sequence a Kinesis sequence number (decimal digits), or empty for Kafka
 * @param offset the Kafka offset; for Kinesis the sub-sequence number inside an aggregated record
 */
public record Position(String sequence, long offset) implements Comparable<Position> {

  /** The position of a Kafka offset. */
  public static Position ofOffset(long offset) {
    return new Position("", offset);
  }

  /** The number that ledgers store: the Kafka offset or the Kinesis sequence number. */
  public BigInteger number() {
    return sequence.isEmpty() ? BigInteger.valueOf(offset) : new BigInteger(sequence);
  }

  @Override
  public int compareTo(Position other) {
    int byLength = Integer.compare(sequence.length(), other.sequence.length());
    if (byLength != 0) {
      return byLength;
    }
    int bySequence = sequence.compareTo(other.sequence);
    return bySequence != 0 ? bySequence : Long.compare(offset, other.offset);
  }

  /** {@code 42} for Kafka, {@code 4959…:0} for Kinesis. */
  @Override
  public String toString() {
    return sequence.isEmpty() ? Long.toString(offset) : sequence + ":" + offset;
  }
}
