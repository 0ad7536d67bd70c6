package io.millrace.local.demo;

import org.jspecify.annotations.Nullable;

/** A job that does not start, has failed or does not move; the message says why. */
public final class JobFailedException extends RuntimeException {

  JobFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
