package io.millrace.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What {@link Scale} turns, one after the other. */
enum Series {
  /** Of all operators. */
  PARALLELISM,

  /** Of the topic. */
  SPLITS,

  /** Of a record. */
  BYTES,

  /** As many as the contract's horizon is long. */
  IDS;

  /** The lake job at each value, the least first; another series may have one of the same name. */
  Map<Integer, Program> programs() {
    return switch (this) {
      case PARALLELISM -> at(value -> lake(value, 2, Clicks.BYTES), 1, 2);
      case SPLITS -> at(value -> lake(1, value, Clicks.BYTES), 1, 2, 8, 64);
      case BYTES ->
          at(value -> lake(1, 2, value), Clicks.LEAST_BYTES, Clicks.BYTES, 1_000, 10_000, 100_000);
      case IDS -> at(Series::lakeOfIds, 1_000_000, 2_000_000, 5_000_000, 20_000_000);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Map<Integer, Program> at(IntFunction<Program> program, int... values) {
    Map<Integer, Program> programs = new TreeMap<>();
    for (int value : values) {
      programs.put(value, program.apply(value));
    }
    return programs;
  }

  private static Program lake(int parallelism, int splits, int bytes) {
    return Programs.lake(
        "lake_%d_%d_%d".formatted(parallelism, splits, bytes),
        parallelism,
        new Input(splits, 0, bytes, 0));
  }

  private static Program lakeOfIds(int ids) {
    return Programs.lakeOfLiveIds("lake_ids_" + ids, ids);
  }
}
