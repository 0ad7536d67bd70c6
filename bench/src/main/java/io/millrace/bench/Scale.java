package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how the lake job's cost and state go with parallelism, splits, the length of a record
 * and the number of live ids, each alone, in a window of a steady run (see {@link Window}). The
 * figures that {@code docs/scale.md} reckons with.
 */
@Command(name = "scale", mixinStandardHelpOptions = true, sortOptions = false)
public final class Scale implements Callable<Integer> {

  private static final double THOUSAND = 1_000;
  private static final double MEGABYTE = 1_000_000;

  @Option(names = "--rounds", defaultValue = "1", description = "How often each point is measured.")
  private int rounds;

  @Option(
      names = "--events",
      defaultValue = "4000000",
      description = "Records of usual length; of longer ones so many that the bytes are the same.")
  private long events;

  @Option(
      names = "--series",
      paramLabel = "NAME",
      description = "Only this one; may be given several times: ${COMPLETION-CANDIDATES}.")
  private List<Series> wanted = List.of();

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--folder", description = "Where everything is put, and deleted at the end.")
  private Path folder =
      Path.of(
          System.getProperty("java.io.tmpdir"), "millrace-scale-" + ProcessHandle.current().pid());

  private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

  /** See the class. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Scale()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Series> series = wanted.isEmpty() ? List.of(Series.values()) : wanted;
    try (Stand stand = Stand.in(folder)) {
      for (Program program : programs(series)) {
        List<Measured> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
          Measured taken = stand.measure(program, events, null);
          System.err.printf("round %d: %s: %,.0f events/s of CPU%n", round, program, taken.rate());
          all.add(taken);
        }
        measured.put(program.name(), all);
        stand.deleteTopics();
      }
    } finally {
      Stand.delete(folder);
    }
    report(series);
    return 0;
  }

  /** Those of several series once. */
  private static Collection<Program> programs(List<Series> series) {
    Map<String, Program> programs = new LinkedHashMap<>();
    for (Series each : series) {
      each.programs().values().forEach(program -> programs.put(program.name(), program));
    }
    return programs.values();
  }

  private void report(List<Series> series) throws IOException {
    List<Map<String, Object>> points = new ArrayList<>();
    Map<Integer, Double> micros = new LinkedHashMap<>();
    System.out.println(
        "| series | | thousand events a second of CPU | µs of CPU an event | thousand events a second on"
            + " the clock | checkpoint, MB |\n|---|---|---|---|---|---|");
    for (Series each : series) {
      each.programs()
          .forEach(
              (value, program) -> {
                Measured median = median(program);
                System.out.printf(
                    "| `%s` | %,d | %s | %s | %s | %s |%n",
                    each,
                    value,
                    rounded(median.rate() / THOUSAND),
                    rounded(median.microsAnEvent()),
                    rounded(median.clockRate() / THOUSAND),
                    rounded(median.stateBytes() / MEGABYTE));
                Map<String, Object> point = new LinkedHashMap<>();
                point.put("series", each.toString());
                point.put("value", value);
                point.put("records", median.records());
                point.put("events_a_cpu_second", median.rate());
                point.put("events_a_second", median.clockRate());
                point.put("state_bytes", median.stateBytes());
                points.add(point);
                if (each == Series.BYTES) {
                  micros.put(value, median.microsAnEvent());
                }
              });
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("events", events);
    answer.put("rounds", rounds);
    answer.put("points", points);
    if (!micros.isEmpty()) {
      RecordCost cost = RecordCost.of(micros);
      System.out.println(cost);
      answer.put("micros_an_event", cost.microsAnEvent());
      answer.put("micros_a_kilobyte", cost.microsAKilobyte());
    }
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(answer));
    }
  }

  private static String rounded(double figure) {
    return new BigDecimal(figure).round(new MathContext(3)).toPlainString();
  }

  private Measured median(Program program) {
    List<Measured> all = new ArrayList<>(Objects.requireNonNull(measured.get(program.name())));
    all.sort(Comparator.comparing(Measured::rate));
    return all.get(all.size() / 2);
  }
}
