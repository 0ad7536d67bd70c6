package io.millrace.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code millrace} command. */
@Command(
    name = "millrace",
    synopsisSubcommandLabel = "COMMAND",
    version = "millrace 0.1.0",
    description = "Exactly-once ingestion with Apache Flink, on one machine.",
    mixinStandardHelpOptions = true,
    subcommands = HelpCommand.class,
    footerHeading = "%nTry:%n",
    footer = {
      "  millrace demo                       a generated stream, end to end",
      "  millrace demo --contract C --input FILE   your own records",
      "  millrace COMMAND --help             what a command does"
    })
public final class Millrace {

  private Millrace() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    System.exit(run(terminal, args));
  }

  /** Runs the command and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    CommandLine contract =
        new CommandLine(new ContractCommand())
            .addSubcommand("check", new ContractCheckCommand(terminal));
    CommandLine command =
        new CommandLine(new Millrace())
            .addSubcommand("demo", new DemoCommand(terminal))
            .addSubcommand("audit", new AuditCommand(terminal))
            .addSubcommand("sql", new SqlCommand(terminal))
            .addSubcommand("send", new SendCommand(terminal, System.in))
            .addSubcommand("run", new RunCommand(terminal))
            .addSubcommand("ddl", new DdlCommand(terminal))
            .addSubcommand("contract", contract);
    command
        .setOut(terminal.outWriter())
        .setErr(terminal.errWriter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Failures::badUsage)
        .setExecutionExceptionHandler(new Failures(terminal));
    return args.length == 0 ? help(command) : command.execute(args);
  }

  private static int help(CommandLine command) {
    command.usage(command.getErr());
    return ExitCode.USAGE;
  }
}
