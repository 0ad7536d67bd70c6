package io.millrace.local.cli;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.StreamContract;
import io.millrace.local.demo.ContractTables;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace ddl}: the statements that make a contract's tables. */
@Command(
    name = "ddl",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the SQL that makes the tables of a contract's rollups and sessions in PostgreSQL. Doing it again changes nothing.",
      "",
      "The ledger's tables are not among them: jobs make and update those themselves."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace ddl --contract schemas/storefront.odcs.yaml | psql \"$DATABASE\"",
      "  millrace ddl --contract C --table storefront_visits --schema results"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:the contract is faulty, or has no such table"})
final class DdlCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--contract", paramLabel = "F", required = true, description = "The contract.")
  private Path contractFile = Path.of("");

  @Option(
      names = "--table",
      paramLabel = "T",
      description = "Only this table; may be given several times.")
  private List<String> names = List.of();

  @Option(
      names = "--schema",
      paramLabel = "S",
      description = "The schema to put them into (default: by the session's search path).")
  private @Nullable String schema;

  @Option(
      names = "--json",
      description = "Print one JSON object: stream, and for each table its columns, key and DDL.")
  private boolean json;

  DdlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StreamContract contract = ContractFile.compile(contractFile);
    List<JdbcTable> tables = chosen(contract);
    try {
      print(contract, tables, Optional.ofNullable(schema));
    } catch (IllegalArgumentException e) {
      throw CommandException.badUsage("--schema: " + e.getMessage());
    }
    return ExitCode.OK;
  }

  private void print(StreamContract contract, List<JdbcTable> tables, Optional<String> in) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("stream", contract.name());
      answer.put("tables", tables.stream().map(table -> describe(table, in)).toList());
      terminal.answer(Json.line(answer));
    } else {
      tables.forEach(table -> terminal.answer(TableDdl.create(table, in)));
    }
  }

  private List<JdbcTable> chosen(StreamContract contract) {
    List<JdbcTable> all = ContractTables.of(contract);
    if (all.isEmpty()) {
      throw CommandException.badUsage(
          "contract %s has neither rollups nor sessions, so it needs no tables"
              .formatted(contractFile));
    }
    List<String> known = all.stream().map(JdbcTable::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw CommandException.badUsage(
            "no table %s; there are: %s".formatted(name, String.join(", ", known)));
      }
    }
    return names.isEmpty()
        ? all
        : all.stream().filter(table -> names.contains(table.name())).toList();
  }

  private static Map<String, Object> describe(JdbcTable table, Optional<String> schema) {
    Map<String, Object> columns = new LinkedHashMap<>();
    table.columns().forEach(column -> columns.put(column.name(), column.type().sql()));
    table.commitTimes().forEach(name -> columns.put(name, "timestamp with time zone"));
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", table.name());
    described.put("columns", columns);
    described.put("key", table.keyColumns());
    described.put("ddl", TableDdl.create(table, schema));
    return described;
  }
}
