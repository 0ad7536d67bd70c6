package io.millrace.rollups;

/**
 * The uids of the operators that only this job has, each also its name: savepoints find state by
 * them. Never change one.
 */
final class Uids {

  static final String PRE_AGGREGATE = "pre-aggregate";
  static final String AGGREGATE_WINDOWS = "aggregate-windows";
  static final String RESULT_ROWS = "result-rows";
  static final String RESULT_SINK = "result-sink";

  private Uids() {}
}
