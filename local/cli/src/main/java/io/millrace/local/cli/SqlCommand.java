package io.millrace.local.cli;

import io.millrace.local.demo.DemoState;
import io.millrace.local.demo.FolderServices;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings.Service;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import io.millrace.local.query.SqlStatements;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Runs SQL statements in DuckDB over the lake of a demo's folder: a view for each stream (`storefront`), one for the closed sessions of each definition (`storefront_visits`), `rejected` for all dead letters, and PostgreSQL's tables in the schema `pg` (`pg.ledger`), which are read only when a statement names them. Each statement's result is shown."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace sql \"SELECT type, count(*) FROM storefront GROUP BY ALL\"",
      "  millrace sql \"SELECT reason, count(*) FROM rejected GROUP BY ALL\"",
      "  millrace sql --json \"FROM pg.ledger_balance\""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all statements ran",
      "2:one did not, bad options, or the folder is no demo's"
    })
final class SqlCommand implements Callable<Integer> {

  /** Anything that could name the schema: read it once too often rather than not at all. */
  private static final Pattern NAMES_PG =
      Pattern.compile(
          "\\bpg\\b|\"pg\"|\\b(duckdb|information_schema|show|pragma)", Pattern.CASE_INSENSITIVE);

  private final Terminal terminal;

  @Parameters(paramLabel = "SQL", description = "The statements, with ; between them.")
  private String sql = "";

  @Mixin private DemoFolderOption dir = new DemoFolderOption();

  @Option(
      names = "--json",
      description = "Print one JSON array with an object for each row; a line for each statement.")
  private boolean json;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to show in the table (default: ${DEFAULT-VALUE}); --json has all.")
  private int most = 1_000;

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (most < 1) {
      throw CommandException.badUsage("--rows must be at least 1");
    }
    DemoState state = dir.state();
    List<String> statements = SqlStatements.of(sql);
    if (statements.isEmpty()) {
      throw CommandException.badUsage("there is no statement in \"" + sql + "\"");
    }
    try (LakeDatabase lake = LakeDatabase.open(Platform.lakeFolder(dir.folder()))) {
      if (NAMES_PG.matcher(sql).find()) {
        copyTables(lake, state);
      }
      boolean first = true;
      for (String statement : statements) {
        show(query(lake, statement), first);
        first = false;
      }
    }
    return ExitCode.OK;
  }

  private void show(ResultTable result, boolean first) {
    if (json) {
      terminal.answer(Json.line(ResultText.objects(result)));
    } else if (!result.columns().isEmpty()) {
      if (!first) {
        terminal.answer("");
      }
      terminal.answer(ResultText.table(result, most));
    }
  }

  private void copyTables(LakeDatabase lake, DemoState state) throws IOException, SQLException {
    try (FolderServices services = FolderServices.open(dir.folder(), state, Service.DATABASE);
        Connection postgres = services.connect()) {
      lake.copyTables(postgres);
    }
  }

  private static ResultTable query(LakeDatabase lake, String statement) {
    try {
      return lake.query(statement);
    } catch (SQLException e) {
      throw CommandException.badUsage(String.valueOf(e.getMessage()));
    }
  }
}
