package io.millrace.lake;

/**
 * The uids of the job's operators, each also its name: savepoints find state by them. Never change
 * one.
 */
final class Uids {

  static final String MARK_LATE = "mark-late";
  static final String DROP_DUPLICATES = "drop-duplicates";
  static final String LAKE_SINK = "lake-sink";
  static final String DEAD_LETTER_SINK = "dead-letter-sink";

  private Uids() {}
}
