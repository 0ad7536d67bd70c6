package io.millrace.local.cli;

import io.millrace.contract.StreamContract;
import io.millrace.local.demo.DemoJob;
import io.millrace.local.demo.DemoResult;
import io.millrace.local.demo.DemoRun;
import io.millrace.local.demo.DemoSource;
import io.millrace.local.demo.DiskRoom;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FileFeed;
import io.millrace.local.feed.StorefrontGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a stream end to end on this machine: starts Kafka (or a Kinesis server), an S3 server, PostgreSQL and Flink, runs the lake job and, if the contract defines any, those of its rollups and sessions, and holds the ledger against the topic or stream, the Parquet files and what the generator made.",
      "",
      "Without --input it generates a web shop's stream with disorder, duplicates, late and broken records in known numbers."
    },
    footerHeading = "%nA folder%n",
    footer = {
      "  A demo begins afresh: the state of an earlier demo in its folder is removed. A folder with anything else in it is refused.",
      "  Afterwards `millrace sql --dir DIR` and `millrace audit --dir DIR` work on it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything balances",
      "1:it ran, and something does not balance, or failed",
      "2:bad options, contract, input or folder; nothing was started",
      "130:ended by Ctrl-C"
    })
final class DemoCommand implements Callable<Integer> {

  private static final String STOREFRONT = "storefront";

  private final Terminal terminal;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Records to generate (default: 200000).")
  private @Nullable Long events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed gives the same records (default: 7).")
  private @Nullable Long seed;

  @Option(
      names = "--contract",
      paramLabel = "C",
      description = "The contract of the records of --input.")
  private @Nullable Path contractFile;

  @Option(
      names = "--input",
      paramLabel = "FILE[.gz]",
      description = "Real records instead: one JSON object a line, plain or gzip.")
  private @Nullable Path input;

  @Option(
      names = "--source",
      paramLabel = "kafka|kinesis",
      description = "The service that the records are sent to and read from (default: kafka).")
  private String source = DemoSource.KAFKA.code();

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where all state goes (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(".millrace", "demo");

  @Option(
      names = "--exit",
      description = "End when all is checked, instead of staying up with Flink's web UI.")
  private boolean exit;

  @Option(
      names = "--json",
      description = "The last line on standard output is one JSON object with the figures.")
  private boolean json;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    long begin = System.nanoTime();
    DemoRun.Settings settings = settings();
    DemoScreen screen = new DemoScreen(terminal);
    DemoResult result;
    try (DemoRun run = DemoRun.start(settings, screen)) {
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "demo-end"));
      result = run.run();
      new DemoReport(result, settings.folder())
          .lines()
          .forEach(json ? terminal::say : terminal::answer);
      if (!exit) {
        answer(result, settings, begin);
        terminal.say("");
        terminal.say("Up until Ctrl-C. Flink's web UI: " + screen.webUi());
        new CountDownLatch(1).await();
      }
    }
    answer(result, settings, begin);
    return result.balanced() ? ExitCode.OK : ExitCode.UNBALANCED;
  }

  private void answer(DemoResult result, DemoRun.Settings settings, long begin) {
    if (json) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      terminal.answer(Json.line(new DemoReport(result, settings.folder()).json(elapsed)));
    }
  }

  private DemoRun.Settings settings() throws IOException {
    checkOptions();
    DemoSource from =
        Arrays.stream(DemoSource.values())
            .filter(known -> known.code().equals(source))
            .findFirst()
            .orElseThrow(
                () -> CommandException.badUsage("--source is kafka or kinesis, not " + source));
    Path shipped = JobJar.home().resolve("schemas").resolve("storefront.odcs.yaml");
    Path file = contractFile == null ? shipped : contractFile;
    StreamContract contract = ContractFile.compile(file);
    if (input == null && !contract.id().equals(ContractFile.compile(shipped).id())) {
      throw CommandException.badUsage(
          "only %s records can be generated; give records of %s with --input"
              .formatted(STOREFRONT, contract.name()));
    }
    Feed feed = input == null ? generator(contract) : FileFeed.of(input, Clock.systemUTC());
    if (feed.records() == 0) {
      throw CommandException.badUsage("input " + input + " is empty; it needs a line at least");
    }
    return new DemoRun.Settings(
        folder.toAbsolutePath().normalize(), file, contract, feed, jars(contract), from);
  }

  private Feed generator(StreamContract contract) throws IOException {
    long records = events == null ? 200_000 : events;
    DiskRoom.check(records, folder);
    return new StorefrontGenerator(records, seed == null ? 7 : seed, contract);
  }

  private static Map<DemoJob, Path> jars(StreamContract contract) {
    Map<DemoJob, Path> jars = new EnumMap<>(DemoJob.class);
    for (DemoJob job : DemoJob.values()) {
      if (job.isFor(contract) && (job == DemoJob.LAKE || JobJar.exists(job.folder()))) {
        jars.put(job, JobJar.of(job.folder()));
      }
    }
    return jars;
  }

  private void checkOptions() {
    if (input != null && (events != null || seed != null)) {
      throw CommandException.badUsage(
          "--events and --seed generate records; --input replaces them");
    }
    if (input != null && contractFile == null) {
      throw CommandException.badUsage("--input needs the --contract of its records");
    }
    if (input != null && !Files.isRegularFile(input)) {
      throw CommandException.badUsage("input " + input + " does not exist, or is not a file");
    }
    if (events != null && events < 1) {
      throw CommandException.badUsage("--events must be at least 1");
    }
  }
}
