package io.millrace.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;

/**
 * Every option that the Flink jars on this class path declare, by key, deprecated keys left out.
 */
final class FlinkOptions {

  private FlinkOptions() {}

  /** By key. */
  static Map<String, ConfigOption<?>> all() {
    Map<String, ConfigOption<?>> options = new TreeMap<>();
    byField().values().forEach(option -> options.put(option.key(), option));
    return options;
  }

  /** By class and field, {@code PipelineOptions.OBJECT_REUSE}. */
  static Map<String, ConfigOption<?>> byField() {
    Map<String, ConfigOption<?>> options = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      // Connectors have options of a job's tables, which want the table API, and none of a cluster.
      if (entry.matches(".*/flink-(?!connector-)[^/]*\\.jar")) {
        addFrom(entry, options);
      }
    }
    return options;
  }

  private static void addFrom(String jar, Map<String, ConfigOption<?>> options) {
    try (JarFile file = new JarFile(jar)) {
      file.stream()
          .map(entry -> entry.getName())
          .filter(
              name ->
                  name.startsWith("org/apache/flink/")
                      && !name.contains("/shaded/")
                      && name.endsWith("Options.class"))
          .forEach(name -> addFrom(classOf(name.replace('/', '.').replace(".class", "")), options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addFrom(Class<?> declaring, Map<String, ConfigOption<?>> options) {
    for (Field field : declaring.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && Modifier.isPublic(field.getModifiers())
          && field.getType() == ConfigOption.class) {
        try {
          field.setAccessible(true);
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          options.put(declaring.getSimpleName() + "." + field.getName(), option);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field.toString(), e);
        }
      }
    }
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
