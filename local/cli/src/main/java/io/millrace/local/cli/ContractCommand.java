package io.millrace.local.cli;

import picocli.CommandLine.Command;

/** Groups the commands about contracts. */
@Command(
    name = "contract",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    description = "Contracts: one file a stream.")
final class ContractCommand {}
