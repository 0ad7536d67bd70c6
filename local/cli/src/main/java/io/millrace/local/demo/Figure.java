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

  public boolean matches() {
    return expected == actual;
  }
}
