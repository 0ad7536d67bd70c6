package io.millrace.local.demo;

/**
 * A figure that is known beforehand.
 *
 * @param name what is counted
 * @param expected by how the records were made
 * @param actual by ledger and files
 */
public record Figure(String name, long expected, long actual) {

  /** Before a reason: records rejected for it. */
  public static final String REJECTED_AS = "rejected as ";

  /** Before a session definition's name: its sessions. */
  public static final String SESSIONS_OF = "sessions of ";

  /** Before a session definition's name: the events in its sessions, or too late for them. */
  public static final String EVENTS_IN = "events in sessions (or too late) of ";

  public boolean matches() {
    return expected == actual;
  }
}
