package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.faults.Waiting.LastCheckpoint;
import io.millrace.bench.proxy.S3Uploads.Upload;
import io.millrace.local.query.LakeDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Breaks the platform under the three jobs, again and again, and checks that nothing of it can be
 * seen in lake, tables and ledger.
 *
 * <p>A seed decides the stream, the faults' order and what each one leaves to chance; the moment
 * within a phase is the machine's. Exit codes: 0 all is well, 1 something is lost, doubled or
 * wrong, 2 bad arguments.
 */
@Command(name = "faults", mixinStandardHelpOptions = true, sortOptions = false)
public final class Faults implements Callable<Integer> {

  private static final List<Fault> ALL =
      Stream.of(
              ProcessFault.all(),
              ServiceFault.all(),
              RestartFault.all(),
              StoreFault.all(),
              DatabaseFault.all(),
              InputFault.all(),
              ExpiryFault.all(),
              ContractFault.all(),
              OlderCheckpointFault.all(),
              UploadAbortedFault.all(),
              TopicRemadeFault.all(),
              ManyPartitionsFault.all(),
              SurroundingsFault.all(),
              List.of(new CheckpointTimeout()),
              MixedFault.all())
          .<Fault>flatMap(List::stream)
          .toList();

  private static final long EVENTS_A_ROUND = 3_000;
  private static final long FEWEST_EVENTS = 60_000;
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final long AT_ONCE = 1_000_000;

  /** Records a second. */
  private static final long A_FEW = 50;

  @Option(names = "--rounds", defaultValue = "12", description = "How many faults there are.")
  private int rounds;

  @Option(names = "--seed", defaultValue = "1", description = "Decides what is left to chance.")
  private long seed;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Names.class,
      description = "Only this one; may be given several times. One of ${COMPLETION-CANDIDATES}.")
  private List<String> wanted = List.of();

  @Option(
      names = "--events",
      defaultValue = "0",
      description = "Records of the stream; by default 3,000 a round, at least 60,000.")
  private long events;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Between two checkpoints of a job; 5 is the platform's own.")
  private int checkpointInterval;

  @Option(
      names = "--even-phases",
      description =
          "Kills and pauses aim at the phase that each has hit least so far: the aim is not the seed's then.")
  private boolean evenPhases;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--keep", description = "Leaves the folder as it is in the end.")
  private boolean keep;

  @Option(names = "--folder", description = "Where everything is put, and deleted at the end.")
  private Path folder =
      Path.of(
          System.getProperty("java.io.tmpdir"), "millrace-faults-" + ProcessHandle.current().pid());

  @Spec private @Nullable CommandSpec spec;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Faults()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> faults = chosen();
    if (rounds < 0 || events < 0 || checkpointInterval < 1) {
      throw usage("--rounds and --events cannot be negative, --checkpoint-interval not below 1");
    }
    long records = events > 0 ? events : Math.max(FEWEST_EVENTS, rounds * EVENTS_A_ROUND);
    if (Files.exists(folder)) {
      throw usage(folder + " exists: give another --folder");
    }
    try {
      return run(faults, records);
    } finally {
      if (!keep) {
        delete(folder);
      }
    }
  }

  private int run(List<Fault> faults, long records) throws Exception {
    Outcome outcome = new Outcome(Duration.ofSeconds(checkpointInterval));
    try {
      breakAndCheck(faults, records, outcome);
    } catch (Exception failure) {
      // What was seen until then is told as well.
      failure.printStackTrace();
      outcome.violations(List.of("broken off: " + failure.getMessage()));
    }
    outcome.table().forEach(System.err::println);
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(outcome.json()));
    }
    return outcome.isGood() ? 0 : 1;
  }

  private void breakAndCheck(List<Fault> faults, long records, Outcome outcome) throws Exception {
    Duration interval = Duration.ofSeconds(checkpointInterval);
    Aiming aiming = new Aiming(evenPhases);
    outcome.phases(aiming.hits());
    try (Stage stage = Stage.open(folder, records, seed, interval)) {
      outcome.sent(stage.feeding().records());
      try (LakeWatch watch = new LakeWatch(stage.platform().lakeFolder())) {
        // A backlog, as after any stand-still.
        stage.feeding().allow(stage.feeding().records() / 5, AT_ONCE);
        stage.waiting().awaitCommitted(1);
        Random random = new Random(seed);
        List<Fault> bag = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
          if (bag.isEmpty()) {
            // Each once before any comes again.
            bag.addAll(faults);
            Collections.shuffle(bag, random);
          }
          Scene scene = new Scene(stage, watch, aiming);
          round(stage, scene, round, bag.remove(bag.size() - 1), random.nextLong(), outcome);
        }
        List<Upload> left = stage.pause();
        stage.finish();
        outcome.violations(stage.refusedStops());
        long interruptions = stage.interruptions();
        if (interruptions > 0) {
          log("a job has failed by itself before the end: the uploads left are only counted");
        }
        outcome.uploads(left, stage.uploads(), interruptions);
        outcome.violations(watch.violations());
        log("the reader looked %,d times", watch.looks());
      }
      try (Connection database = stage.ledger().connect();
          LakeDatabase lake = LakeDatabase.open(stage.platform().lakeFolder())) {
        outcome.findings(stage.check().findings(lake, database));
      }
    }
  }

  private void round(Stage stage, Scene scene, int round, Fault fault, long own, Outcome outcome)
      throws Exception {
    Feeding feeding = stage.feeding();
    // What is not needed for the rounds' own load keeps records coming until the last is over.
    long left = feeding.records() * 9 / 10 - feeding.sent();
    long share = Math.max(1, left / (rounds - round + 1));
    feeding.allow(feeding.sent() + share, Math.max(1, share / ROUND.toSeconds()));
    log("round %d at %s: %s", round, Instant.now(), fault.name());
    long begin = System.nanoTime();
    try {
      fault.inject(scene, new Random(own));
    } catch (Exception failure) {
      throw new IllegalStateException(
          "round %d: %s %s failed".formatted(round, fault.name(), scene.takeNotes()), failure);
    }
    long mended = System.nanoTime();
    Map<String, LastCheckpoint> before = stage.waiting().checkpoints();
    // A checkpoint without records has no page: some flow until the pages are there.
    feeding.allow(feeding.records(), A_FEW);
    long nextFile = stage.waiting().awaitPagesAfter(before, new Trickle(scene));
    Recovery recovery =
        new Recovery(
            Duration.ofNanos(mended - begin),
            Duration.ofNanos(nextFile - mended),
            Duration.ofNanos(System.nanoTime() - mended));
    outcome.recovered(fault.name(), recovery);
    log(
        "  %s, mended after %.1f s, next file after %.1f s, all jobs after %.1f s",
        scene.takeNotes(),
        recovery.mending().toMillis() / 1000.0,
        recovery.nextFile().toMillis() / 1000.0,
        recovery.allJobs().toMillis() / 1000.0);
  }

  /** Of all faults. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ALL.stream().map(Fault::name).iterator();
    }
  }

  private List<Fault> chosen() {
    Map<String, Fault> known = new LinkedHashMap<>();
    ALL.forEach(fault -> known.put(fault.name(), fault));
    List<Fault> chosen = new ArrayList<>();
    for (String name : wanted) {
      Fault fault = known.get(name);
      if (fault == null) {
        throw usage("no fault " + name + "; there are: " + String.join(", ", known.keySet()));
      }
      if (!fault.canBeDone()) {
        throw usage(name + " cannot be done here: docs/faults.md says what it takes");
      }
      chosen.add(fault);
    }
    if (chosen.isEmpty()) {
      for (Fault fault : ALL) {
        if (fault.canBeDone()) {
          chosen.add(fault);
        } else {
          log("left out, since it cannot be done here: %s", fault.name());
        }
      }
    }
    return chosen;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static void log(String format, Object... arguments) {
    System.err.printf(format + "%n", arguments);
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
