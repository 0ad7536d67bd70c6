package io.millrace.local.cli;

import org.jspecify.annotations.Nullable;

/** A command that cannot go on; its message is all that a person needs to put it right. */
final class CommandException extends RuntimeException {

  private final int exitCode;

  private CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Bad usage or configuration. */
  static CommandException badUsage(String message) {
    return new CommandException(ExitCode.USAGE, message, null);
  }

  /** The work was begun and did not end well. */
  static CommandException failed(String message, @Nullable Throwable cause) {
    return new CommandException(ExitCode.UNBALANCED, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
