package io.millrace.local.audit;

import java.math.BigInteger;

/**
 * A source whose positions only say what comes before what: how many records a range of them holds
 * is known by reading it.
 */
public non-sealed interface ShardReader extends SourceReader {

  /**
   * Passes on every position that a split still holds, in order, up to the latest one; none if the
   * source does not know the split.
   */
  void read(String split, PositionConsumer consumer);

  /** Takes positions. */
  interface PositionConsumer {

    /**
     * A position.
     *
     * @param records that a job would have seen there: more than one if they were packed into one
     */
    void accept(BigInteger position, long records);
  }
}
