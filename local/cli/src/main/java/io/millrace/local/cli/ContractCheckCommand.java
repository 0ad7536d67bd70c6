package io.millrace.local.cli;

import io.millrace.contract.Compilation;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.ContractFault;
import io.millrace.contract.StreamContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace contract check}: all faults of contracts, with their places. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Compiles contracts and lists all their faults, each with its line, its YAML path and what would be right."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every contract is sound", "2:one has faults, or cannot be read"})
final class ContractCheckCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Open Data Contract Standard v3 documents (YAML).")
  private List<Path> files = List.of();

  @Option(
      names = "--json",
      description = "Print one JSON object: valid, and for each file its stream and faults.")
  private boolean json;

  ContractCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Map<String, Object>> results = new ArrayList<>();
    boolean allValid = true;
    for (Path file : files) {
      Compilation compilation = ContractCompiler.check(file.toString(), ContractFile.bytes(file));
      allValid &= compilation.faults().isEmpty();
      if (json) {
        results.add(result(file, compilation));
      } else {
        show(file, compilation);
      }
    }
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("valid", allValid);
      answer.put("files", results);
      terminal.answer(Json.line(answer));
    }
    return allValid ? ExitCode.OK : ExitCode.USAGE;
  }

  private void show(Path file, Compilation compilation) {
    compilation
        .contract()
        .ifPresent(
            contract ->
                terminal.answer(
                    "%s: sound. Stream %s, contract %s version %s (%s), %d columns, key %s"
                        .formatted(
                            file,
                            contract.name(),
                            contract.id(),
                            contract.version(),
                            contract.status(),
                            contract.fields().size(),
                            contract.primaryKey())));
    if (!compilation.faults().isEmpty()) {
      int count = compilation.faults().size();
      terminal.answer(file + ": " + count + (count == 1 ? " fault" : " faults"));
      compilation.faults().forEach(fault -> terminal.answer("  " + fault));
    }
  }

  private static Map<String, Object> result(Path file, Compilation compilation) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", file.toString());
    result.put("valid", compilation.faults().isEmpty());
    compilation.contract().ifPresent(contract -> describe(contract, result));
    result.put("faults", compilation.faults().stream().map(ContractCheckCommand::fault).toList());
    return result;
  }

  private static void describe(StreamContract contract, Map<String, Object> result) {
    result.put("stream", contract.name());
    result.put("id", contract.id());
    result.put("version", contract.version());
    result.put("status", contract.status());
  }

  private static Map<String, Object> fault(ContractFault fault) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", fault.path());
    entry.put("line", fault.line());
    entry.put("message", fault.message());
    return entry;
  }
}
