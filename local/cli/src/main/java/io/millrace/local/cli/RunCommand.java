package io.millrace.local.cli;

import io.millrace.local.demo.RootCause;
import io.millrace.local.platform.ConfigurationCheck;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobStart;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one job on a Flink cluster of its own on this machine, against the brokers, buckets and databases that its configuration names, until Ctrl-C or until the job ends.",
      "",
      "Checkpoints are kept in the folder; to go on from one, name it with --from."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the job finished", "1:it failed", "2:bad options or configuration"})
final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;
  private volatile String lastCheckpoint = "";

  @Parameters(paramLabel = "JOB", description = "The job: a folder under jobs/, such as lake.")
  private String job = "";

  @Option(
      names = "--config",
      paramLabel = "F",
      required = true,
      description = "Its configuration: property groups in JSON.")
  private Path configuration = Path.of("");

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where checkpoints and logs go (default: .millrace/run-JOB).")
  private @Nullable Path folder;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description = "A checkpoint or savepoint to go on from.")
  private @Nullable String restoreFrom;

  @Mixin private FlinkOptions flink = new FlinkOptions();

  @Option(
      names = "--json",
      description = "The last line on standard output is one JSON object: job, state, checkpoint.")
  private boolean json;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(configuration)) {
      throw CommandException.badUsage("configuration " + configuration + " does not exist");
    }
    Path jar = JobJar.of(job);
    Path state = folder == null ? Path.of(".millrace", "run-" + job) : folder;
    FlinkSettings settings = FlinkSettings.defaults();
    for (Map.Entry<String, String> setting : flink.settings().entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue());
    }
    List<String> arguments = List.of("--config", configuration.toAbsolutePath().toString());
    ConfigurationCheck.fault(jar, arguments, flink.settings())
        .ifPresent(
            fault -> {
              throw CommandException.badUsage(configuration + ": " + fault);
            });
    terminal.say("Starting Flink in " + state);
    try (Platform platform =
        Platform.start(PlatformSettings.in(state).only(Service.FLINK).withFlink(settings))) {
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "run-end"));
      FlinkRest rest = platform.flink().rest();
      terminal.say("Flink's web UI: " + platform.flink().webUi());
      JobStart start = new JobStart(arguments);
      String id = submit(rest, jar, restoreFrom == null ? start : start.restoredFrom(restoreFrom));
      terminal.say("Job " + id + " runs until Ctrl-C, or until it ends");
      return awaitEnd(rest, id);
    }
  }

  private static String submit(FlinkRest rest, Path jar, JobStart start) throws IOException {
    String uploaded = rest.upload(jar);
    try {
      return rest.run(uploaded, start);
    } catch (IOException e) {
      String message = "the job does not start: " + RootCause.of(e);
      throw String.valueOf(e.getMessage()).contains("InvalidConfigurationException")
          ? CommandException.badUsage(message)
          : CommandException.failed(message, e);
    }
  }

  private int awaitEnd(FlinkRest rest, String id) throws IOException {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> sayCheckpoint(lastCheckpoint), "run-checkpoint"));
    JobState state = rest.state(id);
    while (!state.isEnd()) {
      lastCheckpoint = rest.checkpoints(id).latest().map(last -> last.path()).orElse("");
      pause();
      state = rest.state(id);
    }
    List<String> failures = state == JobState.FAILED ? rest.exceptions(id) : List.of();
    lastCheckpoint = rest.checkpoints(id).latest().map(last -> last.path()).orElse("");
    terminal.say("The job is " + state + (failures.isEmpty() ? "" : ": " + failures.get(0)));
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("job", id);
      answer.put("state", state.name());
      answer.put("checkpoint", lastCheckpoint);
      answer.put("failures", failures);
      terminal.answer(Json.line(answer));
    }
    return state == JobState.FINISHED ? ExitCode.OK : ExitCode.UNBALANCED;
  }

  private void sayCheckpoint(String path) {
    if (!path.isEmpty()) {
      terminal.say("The last checkpoint, to go on from with --from: " + path);
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted", e);
    }
  }
}
