package io.millrace.local.audit;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code ledger}: what one writer counted of one split between two checkpoints.
 *
 * @param run the Flink job's id
 * @param range the first and last position that were consumed; null on pages that count outcomes
 *     only
 */
public record LedgerRow(
    String run,
    String split,
    long checkpoint,
    String writer,
    long consumed,
    long written,
    long duplicate,
    long rejected,
    long late,
    @Nullable Range range) {

  /** The checkpoint of pages that are written when the input ends. */
  public static final long END = Long.MAX_VALUE;

  /** The same, of positions that are not to be followed: another topic's of the same name. */
  public LedgerRow withoutRange() {
    return new LedgerRow(
        run, split, checkpoint, writer, consumed, written, duplicate, rejected, late, null);
  }

  /** Positions from {@code first} to {@code last}, both included. */
  public record Range(BigInteger first, BigInteger last) {

    public Range(long first, long last) {
      this(BigInteger.valueOf(first), BigInteger.valueOf(last));
    }

    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + " to " + last;
    }
  }
}
