package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import java.util.Locale;

/**
 * Positions of a split that the ledger does not count.
 *
 * @param positions how many of the range's positions are not counted
 */
public record Gap(Range range, long positions, Kind kind, String explanation) {

  /** What is known of a gap. */
  public enum Kind {
    /** The source was read: there is no record at these positions. */
    EXPLAINED,
    /** The source was read: there are records that the ledger does not have. */
    UNEXPLAINED,
    /** The source no longer holds these positions. */
    EXPIRED;

    /** Lower case, as reports show it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
