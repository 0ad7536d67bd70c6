package io.millrace.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something to measure.
 *
 * @param name what {@code --json} calls it
 * @param jobJar the job whose jar, on Flink's own class path, it runs; empty for a program of this
 *     module
 * @param mainClass its main class
 * @param contract what it reads by and what its tables are made from, in {@code bench/contracts}
 * @param flink Flink's settings; empty if it runs without Flink
 * @param input what it reads
 * @param arguments of its main
 * @param windows of how many windows of a rollup each event must be a part; 0 if it writes files
 */
record Program(
    String name,
    String jobJar,
    String mainClass,
    String contract,
    Map<String, String> flink,
    Input input,
    int windows,
    Function<Run, List<String>> arguments) {

  /** The streams. */
  enum Input {
    EVEN(0),
    HOT(0.9);

    private final double hotShare;

    Input(double hotShare) {
      this.hotShare = hotShare;
    }

    Clicks of(long records) {
      return new Clicks(records, PARTITIONS, hotShare);
    }
  }

  private static final int PARTITIONS = 2;

  @Override
  public String toString() {
    return name;
  }
}
