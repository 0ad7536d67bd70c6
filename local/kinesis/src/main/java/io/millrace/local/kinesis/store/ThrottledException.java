package io.millrace.local.kinesis.store;

/** A shard's rate is used up for now. */
public final class ThrottledException extends Exception {

  private static final long serialVersionUID = 1L;

  ThrottledException() {
    super("Rate exceeded", null, false, false);
  }
}
