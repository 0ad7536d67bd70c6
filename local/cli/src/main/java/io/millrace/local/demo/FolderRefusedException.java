package io.millrace.local.demo;

/** A folder that a demo may not use; the message names it and says what to do. */
public final class FolderRefusedException extends RuntimeException {

  FolderRefusedException(String message) {
    super(message);
  }
}
