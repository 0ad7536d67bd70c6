package io.millrace.local.feed;

import org.jspecify.annotations.Nullable;

/** An input that cannot be read to its end; the message names the file and how far reading got. */
public final class FeedException extends RuntimeException {

  public FeedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
