package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures events a second of CPU time: what a core costs, whatever else the machine does.
 *
 * <p>In each round each program runs once, in a JVM of its own. Its figure is the records of a
 * {@link Window} of that run by their CPU time, when it has warmed up and before it ends. Programs
 * take turns, every second round in the other order. The whole output is checked against the whole
 * stream before the figure counts.
 */
@Command(name = "speed", mixinStandardHelpOptions = true, sortOptions = false)
public final class Speed implements Callable<Integer> {

  @Option(names = "--rounds", defaultValue = "5", description = "How often each program runs.")
  private int rounds;

  @Option(
      names = "--events",
      defaultValue = "4000000",
      description = "Records that are measured; each program warms up on half as many.")
  private long events;

  @Option(
      names = "--ratio",
      paramLabel = "NAME",
      description = "Only what this ratio needs; may be given several times.")
  private List<String> wanted = List.of();

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description =
          "Exit with 1 if a figure's best is further from its target than this share of it.")
  private double tolerance = Double.POSITIVE_INFINITY;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--folder", description = "Where everything is put, and deleted at the end.")
  private Path folder =
      Path.of(
          System.getProperty("java.io.tmpdir"), "millrace-speed-" + ProcessHandle.current().pid());

  @Option(
      names = "--profile",
      paramLabel = "FOLDER",
      description =
          "Write a Flight Recorder file of each run there, and say where its CPU time went."
              + " Rates are a little lower then.")
  private @Nullable Path profiles;

  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<Gauge, List<Double>> figures = new LinkedHashMap<>();

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Speed()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    checkNames();
    List<Ratio> ratios =
        Ratio.ALL.stream().filter(r -> wanted.isEmpty() || wanted.contains(r.name())).toList();
    List<Gauge> gauges =
        Gauge.ALL.stream().filter(g -> wanted.isEmpty() || wanted.contains(g.name())).toList();
    List<Program> programs =
        Programs.ALL.stream().filter(p -> ratios.stream().anyMatch(r -> r.needs(p))).toList();
    try {
      if (!programs.isEmpty()) {
        runAll(programs);
      }
      for (int round = 1; round <= rounds && !gauges.isEmpty(); round++) {
        Gauge.measure(gauges, folder)
            .forEach(
                (gauge, figure) ->
                    figures.computeIfAbsent(gauge, unseen -> new ArrayList<>()).add(figure));
        Stand.delete(folder);
      }
    } finally {
      Stand.delete(folder);
    }
    return report(ratios) ? 0 : 1;
  }

  private void runAll(List<Program> programs) throws Exception {
    for (Program program : programs) {
      program.code().prepare();
    }
    try (Stand stand = Stand.in(folder)) {
      for (int round = 1; round <= rounds; round++) {
        List<Program> order = new ArrayList<>(programs);
        if (round % 2 == 0) {
          Collections.reverse(order);
        }
        for (Program program : order) {
          Path profile = profiles == null ? null : profile(program, profiles);
          double rate = stand.measure(program, events, profile).rate();
          rates.computeIfAbsent(program.name(), unseen -> new ArrayList<>()).add(rate);
          System.err.printf("round %d: %s: %,.0f events/s of CPU%n", round, program, rate);
          if (profile != null) {
            System.err.println(program + ": where a CPU second went");
            ProfileReport.shares(profile)
                .forEach((area, share) -> System.err.printf("  %4.1f %%  %s%n", 100 * share, area));
          }
        }
      }
    }
  }

  /** Throws if a ratio is asked for that there is not. */
  void checkNames() {
    List<String> known =
        Stream.concat(Ratio.ALL.stream().map(Ratio::name), Gauge.ALL.stream().map(Gauge::name))
            .toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "no ratio " + name + "; there are: " + String.join(", ", known));
      }
    }
  }

  private static Path profile(Program program, Path folder) throws IOException {
    return Files.createDirectories(folder).resolve(program.name() + ".jfr").toAbsolutePath();
  }

  /** Whether none is further from its target than {@code --tolerance} allows. */
  private boolean report(List<Ratio> ratios) throws IOException {
    Summary summary = new Summary(tolerance);
    for (Ratio ratio : ratios) {
      summary.add(ratio.name(), ratio.ofRounds(rates), ratio.ofBest(rates), ratio.target(), false);
    }
    figures.forEach((gauge, all) -> summary.add(gauge.name(), all, gauge.target(), gauge.atMost()));
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("events", events);
      answer.put("jvm_options", Fork.JVM_OPTIONS);
      answer.put("ratios", summary.medians());
      answer.put("spreads", summary.spreads());
      answer.put("rounds", rates);
      System.out.println(new ObjectMapper().writeValueAsString(answer));
    }
    return summary.good();
  }
}
