package io.millrace.local.kinesis.store;

/**
 * A rate that may be used up to a second ahead. Something larger than a second's worth is let
 * through once the budget is whole, and closes it for as long as it would have taken: after 10 MB
 * at 2 MB/s nothing for five seconds. Not thread safe.
 */
final class Budget {

  private double left = Double.NaN;
  private long at;

  /** Whether more may be used now. A rate of 0 is no limit. */
  boolean allows(long perSecond, long amount, long now) {
    if (perSecond == 0) {
      return true;
    }
    refill(perSecond, now);
    return left >= (double) Math.min(amount, perSecond);
  }

  /** Takes, whether or not there is enough. */
  void take(long perSecond, long amount, long now) {
    if (perSecond == 0) {
      return;
    }
    refill(perSecond, now);
    left = amount > perSecond ? (double) -amount : left - (double) amount;
  }

  private void refill(long perSecond, long now) {
    if (Double.isNaN(left)) {
      left = (double) perSecond;
    } else {
      left = Math.min((double) perSecond, left + (double) (now - at) / 1000 * (double) perSecond);
    }
    at = now;
  }
}
