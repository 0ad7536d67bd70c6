package io.millrace.ledger;

import io.millrace.event.RejectReason;
import java.util.Locale;

/** What each consumed record ends in: exactly one of these. */
public enum Outcome {
  /** In the lake. */
  WRITTEN,
  /** Seen before within the horizon. */
  DUPLICATE,
  /** Not an event of the contract: a dead letter. */
  REJECTED;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The outcome of a record that has {@code reason}. */
  public static Outcome of(RejectReason reason) {
    return reason == RejectReason.CONFLICTING ? DUPLICATE : REJECTED;
  }

  /** The stable lower-case name, {@code written}. */
  public String code() {
    return code;
  }
}
