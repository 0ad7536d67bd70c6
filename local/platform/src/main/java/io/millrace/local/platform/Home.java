package io.millrace.local.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

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

  /** What Maven has built of a service module. */
  static Path target(String service) {
    return resolve("local/" + service).resolve("target");
  }

  /**
   * The class path of a service module, its own jar first: files only, see {@link ClassArchive}.
   */
  static String classPath(String service) {
    Path target = target(service);
    Path file = target.resolve("classpath.txt");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(target, "millrace-local-" + service + "-*.jar")) {
      return newest(jars) + File.pathSeparator + Files.readString(file).strip();
    } catch (NoSuchElementException | NoSuchFileException notBuilt) {
      throw new PlatformException(
          target
              + " has no jar or no classpath.txt: build the services first, with `mvn -q package -DskipTests -pl local/platform -am` in "
              + resolve(""),
          notBuilt);
    } catch (IOException failure) {
      throw new PlatformException("Cannot read " + target, failure);
    }
  }

  /** A version before may have left its own. */
  private static Path newest(DirectoryStream<Path> jars) throws IOException {
    Path newest = null;
    for (Path jar : jars) {
      if (newest == null
          || Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(newest)) > 0) {
        newest = jar;
      }
    }
    return Optional.ofNullable(newest).orElseThrow();
  }
}
