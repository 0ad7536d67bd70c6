package io.millrace.decode;

import io.millrace.event.RejectReason;
import java.io.IOException;

/**
 * Ends the decoding of a record: what is wrong, where the parser stands. Without a stack trace,
 * since rejecting is everyday work. An IOException only so that it passes through the parser's
 * signatures.
 */
final class Fault extends IOException {

  private final RejectReason reason;
  private final String below;

  Fault(RejectReason reason, String message) {
    this(reason, message, "");
  }

  /**
   * A fault beneath the place where the parser stands.
   *
   * @param below what to append to the path, {@code .price}
   */
  Fault(RejectReason reason, String message, String below) {
    super(message);
    this.reason = reason;
    this.below = below;
  }

  RejectReason reason() {
    return reason;
  }

  String below() {
    return below;
  }

  /** What is wrong, for a person; never a value of the record. */
  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
