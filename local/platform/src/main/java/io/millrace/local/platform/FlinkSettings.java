package io.millrace.local.platform;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

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
 */
public record FlinkSettings(
    int taskManagers,
    int slots,
    Duration checkpointInterval,
    Map<String, String> overrides,
    Map<String, String> environment,
    String logging) {

  private static final String LOG_FILES = "flink-conf/local/log4j.properties";

  public FlinkSettings {
    overrides = Map.copyOf(overrides);
    environment = Map.copyOf(environment);
  }

  /** One TaskManager with two slots, a checkpoint every five seconds. */
  public static FlinkSettings defaults() {
    return new FlinkSettings(1, 2, Duration.ofSeconds(5), Map.of(), Map.of(), LOG_FILES);
  }

  public FlinkSettings withTaskManagers(int count, int slotsOfEach) {
    return new FlinkSettings(
        count, slotsOfEach, checkpointInterval, overrides, environment, logging);
  }

  public FlinkSettings withCheckpointInterval(Duration interval) {
    return new FlinkSettings(taskManagers, slots, interval, overrides, environment, logging);
  }

  /** With one more setting, by Flink's own key. */
  public FlinkSettings with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(overrides);
    changed.put(key, value);
    return new FlinkSettings(
        taskManagers, slots, checkpointInterval, changed, environment, logging);
  }

  /** With more variables in the processes' environment. */
  public FlinkSettings withEnvironment(Map<String, String> variables) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.putAll(variables);
    return new FlinkSettings(taskManagers, slots, checkpointInterval, overrides, changed, logging);
  }

  /**
   * With another configuration of Log4j, a file below the checkout; by default a file a process.
   */
  public FlinkSettings withLogging(String file) {
    return new FlinkSettings(taskManagers, slots, checkpointInterval, overrides, environment, file);
  }

  /** Without the environment's values, which are secrets. */
  @Override
  public String toString() {
    return "FlinkSettings[taskManagers=%d, slots=%d, checkpointInterval=%s, overrides=%s, environment=%s, logging=%s]"
        .formatted(
            taskManagers, slots, checkpointInterval, overrides, environment.keySet(), logging);
  }
}
