package io.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many times faster one program is than another.
 *
 * @param name what {@code --json} calls it
 * @param target the least that it should be
 */
record Ratio(String name, String faster, String slower, double target) {

  static final List<Ratio> ALL =
      List.of(
          new Ratio("limit", "lake", "limit", 0.80),
          new Ratio("flink_sql", "lake", "flink_sql", 5),
          new Ratio("flink_sql_heap", "lake", "flink_sql_heap", 3),
          new Ratio("naive", "lake", "naive", 6),
          new Ratio("naive_heap", "lake", "naive_heap", 1),
          new Ratio("checkpoints_5s_60s", "lake", "lake_60s", 0.90),
          new Ratio("open_partitions", "lake_partitions", "lake", 0.70),
          new Ratio("sliding", "rollups_sliding", "rollups", 0.75),
          new Ratio("hot_key", "rollups_hot", "rollups", 0.90));

  /**
   * The rounds' ratios.
   *
   * @param faster events a second of each round
   * @param slower the same, of the other program
   */
  static List<Double> quotients(List<Double> faster, List<Double> slower) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(faster.size(), slower.size()); round++) {
      ratios.add(faster.get(round) / slower.get(round));
    }
    return ratios;
  }

  /** The ratio of the rounds in which each of the two was fastest. */
  static double ofBest(List<Double> faster, List<Double> slower) {
    return Collections.max(faster) / Collections.max(slower);
  }
}
