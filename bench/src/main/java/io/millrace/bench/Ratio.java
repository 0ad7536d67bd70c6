package io.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How many times faster one program is than another, or some of which each does a part of what the
 * other does: their CPU times are added.
 *
 * @param name what {@code --json} calls it
 * @param target the least that it should be
 */
record Ratio(String name, List<String> faster, String slower, double target) {

  static final List<Ratio> ALL =
      List.of(
          new Ratio("limit", "lake", "limit", 0.80),
          new Ratio("flink_sql", "lake", "flink_sql", 5),
          new Ratio("flink_sql_heap", "lake", "flink_sql_heap", 3),
          new Ratio("spark", "lake", "spark", 5),
          new Ratio("naive", "lake", "naive", 6),
          new Ratio("naive_heap", "lake", "naive_heap", 1),
          new Ratio("checkpoints_5s_60s", "lake", "lake_60s", 0.90),
          new Ratio("open_partitions", "lake_partitions", "lake", 0.70),
          new Ratio("sliding", "rollups_sliding", "rollups", 0.75),
          new Ratio("hot_key", "rollups_hot", "rollups", 0.90),
          new Ratio("lake_rollups", List.of("lake", "rollups"), "limit_rollups", 0.65),
          new Ratio("lake_20m_2m", "lake_20m", "lake_2m", 0.90),
          new Ratio("naive_20m", "lake_20m", "naive_20m", 6),
          new Ratio("flink_sql_20m", "lake_20m", "flink_sql_20m", 5));

  private Ratio(String name, String faster, String slower, double target) {
    this(name, List.of(faster), slower, target);
  }

  /** Whether it takes this program to know it. */
  boolean needs(Program program) {
    return faster.contains(program.name()) || slower.equals(program.name());
  }

  /**
   * The rounds' ratios.
   *
   * @param rates events a second of each program's rounds
   */
  List<Double> ofRounds(Map<String, List<Double>> rates) {
    List<Double> others = of(rates, slower);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      int round = i;
      ratios.add(together(faster.stream().map(name -> of(rates, name).get(round))) / others.get(i));
    }
    return ratios;
  }

  /** The ratio of the rounds in which each program was fastest. */
  double ofBest(Map<String, List<Double>> rates) {
    return together(faster.stream().map(name -> Collections.max(of(rates, name))))
        / Collections.max(of(rates, slower));
  }

  /** The rate of programs that do their parts one after the other. */
  private static double together(Stream<Double> rates) {
    return 1 / rates.mapToDouble(rate -> 1 / rate).sum();
  }

  private static List<Double> of(Map<String, List<Double>> rates, String program) {
    return Objects.requireNonNull(rates.get(program), program);
  }
}
