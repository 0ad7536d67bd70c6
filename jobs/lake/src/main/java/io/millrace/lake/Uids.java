package io.millrace.lake;

/**
 * The uids of the operators that only this job has, each also its name: savepoints find state by
 * them. Never change one.
 */
final class Uids {

  static final String LAKE_SINK = "lake-sink";
  static final String DEAD_LETTER_SINK = "dead-letter-sink";

  private Uids() {}
}
