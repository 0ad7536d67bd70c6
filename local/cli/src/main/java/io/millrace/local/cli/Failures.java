package io.millrace.local.cli;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.contract.InvalidContractException;
import io.millrace.local.audit.SourceException;
import io.millrace.local.demo.FolderRefusedException;
import io.millrace.local.demo.JobFailedException;
import io.millrace.local.feed.FeedException;
import io.millrace.local.platform.PlatformException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person, or with {@code --json} a program, is told when a command cannot go on. */
final class Failures implements IExecutionExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Arguments that cannot be understood. */
  static int badUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("See: " + name + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    if (Interrupted.now()) {
      return ExitCode.INTERRUPTED;
    }
    int code = exitCode(failure);
    String message =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    terminal.say(command.getCommandSpec().qualifiedName() + ": " + message);
    if (!isForPeople(failure)) {
      failure.printStackTrace(terminal.err());
    }
    if (command.getParseResult().hasMatchedOption("--json")) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("error", message);
      answer.put("exit_code", code);
      terminal.answer(Json.line(answer));
    }
    return code;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandException known) {
      return known.exitCode();
    }
    return failure instanceof InvalidContractException
            || failure instanceof InvalidConfigurationException
            || failure instanceof FolderRefusedException
            || failure instanceof FeedException
        ? ExitCode.USAGE
        : ExitCode.UNBALANCED;
  }

  /** Whether the message says all: a stack trace would only hide it. */
  private static boolean isForPeople(Exception failure) {
    return failure instanceof CommandException
        || failure instanceof InvalidContractException
        || failure instanceof InvalidConfigurationException
        || failure instanceof FolderRefusedException
        || failure instanceof PlatformException
        || failure instanceof JobFailedException
        || failure instanceof SourceException
        || failure instanceof FeedException;
  }
}
