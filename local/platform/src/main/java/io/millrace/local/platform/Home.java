package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that holds the services' class paths, as built by Maven. */
final class Home {

  /**
   * The system property that names the checkout; set by the build's tests and by {@code
   * ./millrace}.
   */
  static final String PROPERTY = "millrace.home";

  private Home() {}

  /** A file below the checkout, which need not exist. */
  static Path resolve(String path) {
    String home = System.getProperty(PROPERTY);
    if (home == null || home.isEmpty()) {
      throw new PlatformException(
          "The system property "
              + PROPERTY
              + " is not set: it names the folder of the Millrace checkout (-D"
              + PROPERTY
              + "=…)");
    }
    return Path.of(home).toAbsolutePath().normalize().resolve(path);
  }

  /** The class path of a service module, its own classes first. */
  static String classPath(String service) {
    Path target = resolve("local/" + service).resolve("target");
    Path file = target.resolve("classpath.txt");
    Path classes = target.resolve("classes");
    if (!Files.exists(file) || !Files.exists(classes)) {
      throw new PlatformException(
          file
              + " is missing: build the services first, with `mvn -q package -DskipTests -pl local/platform -am` in "
              + resolve(""));
    }
    try {
      return classes + java.io.File.pathSeparator + Files.readString(file).strip();
    } catch (IOException failure) {
      throw new PlatformException("Cannot read " + file, failure);
    }
  }
}
