package io.millrace.local.cli;

import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.Auditor;
import io.millrace.local.audit.Deployment;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.LakeReader;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.audit.SourceReader;
import io.millrace.local.demo.DemoState;
import io.millrace.local.demo.FolderServices;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Holds the ledger (its other jobs of the stream, too) against itself, against the source (every position is in one page, or holds no record) and against the row counts in the footers of the committed Parquet files.",
      "",
      "Of a demo's folder (--dir), starting what it needs, or of any deployment (--config)."
    },
    footerHeading = "%nNote:%n",
    footer = {
      "  While a job commits a checkpoint its files and its ledger become visible one shortly after the other: take a finding on a running job as one only if a second audit has it too."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything balances",
      "1:something does not",
      "2:bad options or configuration"
    })
final class AuditCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private DemoFolderOption dir = new DemoFolderOption();

  @Option(
      names = "--config",
      paramLabel = "F",
      description = "A lake job's configuration, instead of a demo's folder.")
  private @Nullable Path configuration;

  @Mixin private FlinkOptions flink = new FlinkOptions();

  @Option(names = "--json", description = "Print one JSON object: balanced, findings, figures.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (configuration != null
        && spec != null
        && spec.commandLine().getParseResult().hasMatchedOption("--dir")) {
      throw CommandException.badUsage(
          "--dir audits a demo's folder, --config another deployment; give one of them");
    }
    AuditText text = configuration == null ? ofFolder() : ofDeployment(configuration);
    if (json) {
      terminal.answer(Json.line(text.json()));
    } else {
      terminal.answer(text.lines());
    }
    return text.balanced() ? ExitCode.OK : ExitCode.UNBALANCED;
  }

  private AuditText ofFolder() throws IOException, SQLException {
    DemoState state = dir.state();
    String lake = Platform.lakeFolder(dir.folder()).toString();
    try (FolderServices services =
            FolderServices.open(dir.folder(), state, state.source().service(), Service.DATABASE);
        Connection database = services.connect();
        SourceReader source = services.source()) {
      return audit(database, state.job(), state.stream(), lake, source, true);
    }
  }

  private AuditText ofDeployment(Path file) throws IOException, SQLException {
    flink.useFileSystems();
    Deployment deployment = Deployment.of(file);
    try (Connection database = deployment.connect();
        SourceReader source = deployment.source()) {
      return audit(
          database,
          deployment.job(),
          deployment.stream(),
          deployment.lake(),
          source,
          deployment.fromEarliest());
    }
  }

  private static AuditText audit(
      Connection database,
      String job,
      String stream,
      String lake,
      SourceReader source,
      boolean fromEarliest)
      throws IOException, SQLException {
    AuditReport report =
        new Auditor(stream, fromEarliest)
            .audit(
                new LedgerReader(database, job, stream).book(),
                LakeReader.read(lake, stream),
                source);
    return new AuditText(report, JobAccount.besides(database, job, stream));
  }
}
