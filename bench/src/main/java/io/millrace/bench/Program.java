package io.millrace.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something to measure.
 *
 * @param name what {@code --json} calls it
 * @param contract what its tables are made from, in {@code bench/contracts}
 * @param flink Flink's settings; empty if it runs without Flink
 * @param input what it reads
 * @param outputs what it leaves behind
 * @param arguments of its main
 */
record Program(
    String name,
    Code code,
    String contract,
    Map<String, String> flink,
    Input input,
    List<Output> outputs,
    Function<Run, List<String>> arguments) {

  @Override
  public String toString() {
    return name;
  }
}
