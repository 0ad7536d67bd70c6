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
 * @param flink Flink's settings; empty if it runs without Flink
 * @param input what it reads
 * @param arguments of its main
 * @param output what it must leave behind
 */
record Program(
    String name,
    String jobJar,
    String mainClass,
    Map<String, String> flink,
    Input input,
    Output output,
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

  /** Where the result is, to be checked before a figure counts. */
  enum Output {
    FILES,
    ROLLUP
  }

  private static final int PARTITIONS = 2;

  @Override
  public String toString() {
    return name;
  }
}
