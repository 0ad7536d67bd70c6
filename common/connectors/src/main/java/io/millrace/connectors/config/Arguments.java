package io.millrace.connectors.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param file of {@code --config}
 * @param values of {@code --group.key=value}, by group and key
 */
record Arguments(@Nullable Path file, Map<String, Map<String, String>> values) {

  private static final Pattern VALUE = Pattern.compile("--([^.=]+)\\.([^=]+)=(.*)", Pattern.DOTALL);

  /** Reads the arguments; what is wrong with them is added to the faults. */
  static Arguments of(String[] args, List<ConfigurationFault> faults) {
    Path file = null;
    boolean fileSeen = false;
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i++) {
      Matcher value = VALUE.matcher(args[i]);
      if (args[i].equals("--config") || args[i].startsWith("--config=")) {
        if (fileSeen) {
          faults.add(new ConfigurationFault("--config", "given twice"));
        }
        fileSeen = true;
        if (args[i].startsWith("--config=")) {
          file = path(args[i].substring("--config=".length()), faults);
        } else if (i + 1 < args.length) {
          file = path(args[++i], faults);
        } else {
          faults.add(new ConfigurationFault("--config", "a file's name must follow"));
        }
      } else if (value.matches()) {
        Map<String, String> group =
            values.computeIfAbsent(value.group(1), name -> new LinkedHashMap<>());
        if (group.putIfAbsent(value.group(2), value.group(3)) != null) {
          faults.add(
              new ConfigurationFault("--" + value.group(1) + "." + value.group(2), "given twice"));
        }
      } else {
        faults.add(
            new ConfigurationFault(
                nameOf(args[i]), "unknown argument; known: --config FILE, --group.key=value"));
      }
    }
    return new Arguments(file, values);
  }

  /** The argument without what may be a secret value. */
  private static String nameOf(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  private static @Nullable Path path(String text, List<ConfigurationFault> faults) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // Told below, as for a blank name.
    }
    faults.add(new ConfigurationFault("--config", "not a file's name: \"" + text + "\""));
    return null;
  }
}
