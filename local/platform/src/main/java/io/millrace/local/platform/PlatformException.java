package io.millrace.local.platform;

import org.jspecify.annotations.Nullable;

/** The platform cannot do what it was asked to; the message is for the person at the terminal. */
public final class PlatformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PlatformException(String message) {
    super(message);
  }

  PlatformException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
