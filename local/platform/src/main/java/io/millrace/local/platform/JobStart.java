package io.millrace.local.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to start a job of an uploaded jar.
 *
 * @param arguments of its main method; Flink's web UI does not show them, its logs may
 * @param mainClass instead of the one in the jar's manifest
 * @param parallelism instead of the cluster's, which is one subtask for each of its slots at the
 *     start
 * @param restoreFrom the path of a savepoint or a retained checkpoint
 * @param settings of Flink's, for this job only; they win over the cluster's
 */
public record JobStart(
    List<String> arguments,
    Optional<String> mainClass,
    OptionalInt parallelism,
    Optional<String> restoreFrom,
    Map<String, String> settings) {

  public JobStart {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  /** From nothing, with the manifest's main class and the cluster's parallelism. */
  public JobStart(List<String> arguments) {
    this(arguments, Optional.empty(), OptionalInt.empty(), Optional.empty(), Map.of());
  }

  public JobStart withMainClass(String name) {
    return new JobStart(arguments, Optional.of(name), parallelism, restoreFrom, settings);
  }

  public JobStart withParallelism(int count) {
    return new JobStart(arguments, mainClass, OptionalInt.of(count), restoreFrom, settings);
  }

  /** From a savepoint or a retained checkpoint. */
  public JobStart restoredFrom(String path) {
    return new JobStart(arguments, mainClass, parallelism, Optional.of(path), settings);
  }

  public JobStart withSettings(Map<String, String> flinkSettings) {
    return new JobStart(arguments, mainClass, parallelism, restoreFrom, flinkSettings);
  }
}
