package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;

/** Hands property groups to a job's own configuration class, as it is in the job's jar. */
final class JobProperties {

  private JobProperties() {}

  /** Every {@code group.key} of a file, with its value. */
  static Map<String, String> read(Path file) {
    Map<String, String> properties = new TreeMap<>();
    try {
      for (JsonNode group : new ObjectMapper().readTree(file.toFile())) {
        String name = group.get("PropertyGroupId").asText();
        group
            .get("PropertyMap")
            .fields()
            .forEachRemaining(
                entry -> properties.put(name + "." + entry.getKey(), entry.getValue().asText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  static Path jarOf(String job) {
    return Checkout.jobJars().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("millrace-" + job + "-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no jar of job " + job));
  }

  /**
   * What the job's configuration says to a file and to arguments that win over it.
   *
   * @return the keys that the job knows
   * @throws AssertionError with the job's own message when it refuses
   */
  @SuppressWarnings("unchecked")
  static List<String> accepted(String job, Path file, Map<String, String> overrides)
      throws ReflectiveOperationException, IOException {
    Path jar = jarOf(job);
    List<String> arguments = new ArrayList<>(List.of("--config", file.toString()));
    overrides.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, JobProperties.class.getClassLoader())) {
      Class<?> parameters = loader.loadClass("io.millrace.connectors.config.Parameters");
      Class<?> config = loader.loadClass(mainClass(jar).replaceAll("Job$", "Config"));
      Object loaded =
          parameters
              .getMethod("load", String[].class)
              .invoke(null, (Object) arguments.toArray(String[]::new));
      Method from = config.getDeclaredMethod("from", parameters);
      from.setAccessible(true);
      from.invoke(null, loaded);
      return List.copyOf((Set<String>) parameters.getMethod("knownKeys").invoke(loaded));
    } catch (InvocationTargetException refused) {
      throw new AssertionError(file + ": " + refused.getCause().getMessage(), refused.getCause());
    }
  }

  private static String mainClass(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }
}
