package io.millrace.local.cli;

/** What the {@code millrace} command ends with. */
final class ExitCode {

  /** All well. */
  static final int OK = 0;

  /** The work ran, and something does not balance or failed. */
  static final int UNBALANCED = 1;

  /** Bad usage or configuration; nothing was done. */
  static final int USAGE = 2;

  /** Ctrl-C, as shells report it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
