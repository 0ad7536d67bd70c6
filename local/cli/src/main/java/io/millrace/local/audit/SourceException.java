package io.millrace.local.audit;

/** A source that cannot be read; the message says what, and why. */
public final class SourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
