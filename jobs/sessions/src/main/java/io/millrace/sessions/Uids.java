package io.millrace.sessions;

/**
 * The uids of the operators that only this job has, each also its name: savepoints find state by
 * them. Never change one.
 */
final class Uids {

  static final String GATHER_SESSIONS = "gather-sessions";
  static final String MERGE_SESSIONS = "merge-sessions";
  static final String SESSION_ROWS = "session-rows";
  static final String SESSION_SINK = "session-sink";

  private Uids() {}

  /** What makes the lake's rows of a definition's closed sessions. */
  static String lakeRows(String session) {
    return "lake-rows-" + session;
  }

  /** What files them. */
  static String lakeSink(String session) {
    return "lake-sink-" + session;
  }
}
