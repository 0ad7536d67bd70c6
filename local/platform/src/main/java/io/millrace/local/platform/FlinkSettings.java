package io.millrace.local.platform;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a caller may choose of a Flink cluster; the rest is in {@code flink-conf/local/config.yaml}.
 *
 * @param taskManagers processes at the start
 * @param slots of each TaskManager
 * @param checkpointInterval from the start of one checkpoint to the next
 * @param overrides further settings, by Flink's own keys; they win over the file's. No secrets: the
 *     web UI shows them
 * @param environment added to the processes' environment; the place for secrets
 * @param logging Log4j's configuration, a file below the checkout
 * @param ofTaskManager settings of one TaskManager only, by its name: asked each time one is
 *     started. No secrets
 */
public record FlinkSettings(
    int taskManagers,
    int slots,
    Duration checkpointInterval,
    Map<String, String> overrides,
    Map<String, String> environment,
    String logging,
    Function<String, Map<String, String>> ofTaskManager) {

  private static final String LOG_FILES = "flink-conf/local/log4j.properties";

  public FlinkSettings {
    overrides = Map.copyOf(overrides);
    environment = Map.copyOf(environment);
  }

  /** One TaskManager with two slots, a checkpoint every five seconds. */
  public static FlinkSettings defaults() {
    return new FlinkSettings(
        1, 2, Duration.ofSeconds(5), Map.of(), Map.of(), LOG_FILES, name -> Map.of());
  }

  public FlinkSettings withTaskManagers(int count, int slotsOfEach) {
    return new FlinkSettings(
        count, slotsOfEach, checkpointInterval, overrides, environment, logging, ofTaskManager);
  }

  public FlinkSettings withCheckpointInterval(Duration interval) {
    return new FlinkSettings(
        taskManagers, slots, interval, overrides, environment, logging, ofTaskManager);
  }

  /** With one more setting, by Flink's own key. */
  public FlinkSettings with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(overrides);
    changed.put(key, value);
    return new FlinkSettings(
        taskManagers, slots, checkpointInterval, changed, environment, logging, ofTaskManager);
  }

  /** With more variables in the processes' environment. */
  public FlinkSettings withEnvironment(Map<String, String> variables) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.putAll(variables);
    return new FlinkSettings(
        taskManagers, slots, checkpointInterval, overrides, changed, logging, ofTaskManager);
  }

  /**
   * With another configuration of Log4j, a file below the checkout; by default a file a process.
   */
  public FlinkSettings withLogging(String file) {
    return new FlinkSettings(
        taskManagers, slots, checkpointInterval, overrides, environment, file, ofTaskManager);
  }

  /** With settings of each TaskManager's own, by its name; they win over all others. */
  public FlinkSettings withTaskManagerSettings(Function<String, Map<String, String>> settings) {
    return new FlinkSettings(
        taskManagers, slots, checkpointInterval, overrides, environment, logging, settings);
  }

  /** Without the environment's values, which are secrets. */
  @Override
  public String toString() {
    return "FlinkSettings[taskManagers=%d, slots=%d, checkpointInterval=%s, overrides=%s, environment=%s, logging=%s]"
        .formatted(
            taskManagers, slots, checkpointInterval, overrides, environment.keySet(), logging);
  }
}
