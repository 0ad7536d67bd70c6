package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code config.yaml} made from the template {@code flink-conf/local/config.yaml}: flat, one
 * setting a line.
 */
final class FlinkConfiguration {

  private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9.-]+):\\s*(.*)");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+");

  /** What YAML takes for itself where it stands. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/](?:[A-Za-z0-9./:_-]*[A-Za-z0-9./_-])?");

  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*([kmg])b?", Pattern.CASE_INSENSITIVE);

  private final List<String> lines;
  private final Map<String, String> settings;

  private FlinkConfiguration(List<String> lines, Map<String, String> settings) {
    this.lines = lines;
    this.settings = settings;
  }

  /** The template with these settings put in the place of its own, or added. */
  static FlinkConfiguration of(Path template, Map<String, String> changes) {
    List<String> lines = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : read(template)) {
      Matcher setting = SETTING.matcher(line);
      if (!setting.matches()) {
        lines.add(line);
        continue;
      }
      String key = setting.group(1);
      String change = changes.get(key);
      String value = setting.group(2).strip();
      settings.put(key, change == null ? value : change);
      lines.add(line(key, change == null ? value : scalar(change)));
    }
    lines.add("");
    lines.add("# ---- Of this run ----");
    changes.forEach(
        (key, value) -> {
          if (!KEY.matcher(key).matches()) {
            throw new PlatformException("'" + key + "' is no key of a setting of Flink's");
          }
          if (settings.putIfAbsent(key, value) == null) {
            lines.add(line(key, scalar(value)));
          }
        });
    return new FlinkConfiguration(lines, settings);
  }

  /** Writes it as {@code config.yaml} into a folder, which is what {@code --configDir} wants. */
  void writeInto(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("config.yaml"), lines);
    } catch (IOException failure) {
      throw new PlatformException("Cannot write Flink's configuration into " + folder, failure);
    }
  }

  /** Of jobs that do not choose one. */
  int parallelism() {
    return Integer.parseInt(settings.getOrDefault("parallelism.default", "1"));
  }

  /** The JVM flags that give a TaskManager the memory that the settings promise. */
  List<String> taskManagerMemory() {
    long heap =
        bytes("taskmanager.memory.framework.heap.size")
            + bytes("taskmanager.memory.task.heap.size");
    long direct =
        bytes("taskmanager.memory.framework.off-heap.size")
            + bytes("taskmanager.memory.task.off-heap.size")
            + bytes("taskmanager.memory.network.max");
    return List.of(
        "-Xms" + heap / 2,
        "-Xmx" + heap,
        "-XX:MaxDirectMemorySize=" + direct,
        "-XX:MaxMetaspaceSize=" + bytes("taskmanager.memory.jvm-metaspace.size"));
  }

  private long bytes(String key) {
    String value = settings.getOrDefault(key, "");
    Matcher size = SIZE.matcher(value);
    if (!size.matches()) {
      throw new PlatformException(
          "Flink setting " + key + ": '" + value + "' is no size such as 512m or 2g");
    }
    int shift =
        switch (Character.toLowerCase(size.group(2).charAt(0))) {
          case 'k' -> 10;
          case 'm' -> 20;
          default -> 30;
        };
    return Long.parseLong(size.group(1)) << shift;
  }

  private static List<String> read(Path template) {
    try {
      return Files.readAllLines(template);
    } catch (IOException failure) {
      throw new PlatformException("Cannot read " + template, failure);
    }
  }

  /** A value as one YAML scalar, whatever it holds: a folder's name may have a space and a #. */
  private static String scalar(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String line(String key, String value) {
    return key + ": " + value;
  }
}
