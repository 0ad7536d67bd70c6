package io.millrace.local.flink;

import io.millrace.local.process.ParentWatch;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the {@code main} of a job up to where it asks for Flink: by then it has read and checked its
 * configuration. Arguments: the job's jar, {@code -Dkey=value} settings of Flink, and after {@code
 * --} the job's own.
 *
 * <p>Exit codes: 0 the configuration is sound; {@value #INVALID} it is not, and standard output
 * says why; anything else: the job's {@code main} failed otherwise.
 */
public final class ConfigurationCheckMain {

  /** The exit code of a configuration that cannot be used. */
  public static final int INVALID = 2;

  private static final int FAILED = 3;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private ConfigurationCheckMain() {}

  public static void main(String[] args) {
    ParentWatch.start(GRACE);
    System.exit(check(Path.of(args[0]), Arrays.asList(args).subList(1, args.length)));
  }

  private static int check(Path jar, List<String> arguments) {
    int jobs = arguments.indexOf("--");
    Configuration settings = new Configuration();
    for (String setting : arguments.subList(0, jobs)) {
      int equals = setting.indexOf('=');
      settings.setString(setting.substring("-D".length(), equals), setting.substring(equals + 1));
    }
    // A contract may be on S3.
    FileSystem.initialize(settings, PluginUtils.createPluginManagerFromRootFolder(settings));
    try (URLClassLoader classes =
        ClientUtils.buildUserCodeClassLoader(
            List.of(jar.toUri().toURL()),
            List.of(),
            ConfigurationCheckMain.class.getClassLoader(),
            settings)) {
      Thread.currentThread().setContextClassLoader(classes);
      Reached.instead();
      Method main = classes.loadClass(mainClass(jar)).getMethod("main", String[].class);
      String[] own = arguments.subList(jobs + 1, arguments.size()).toArray(new String[0]);
      main.invoke(null, (Object) own);
      return 0;
    } catch (InvocationTargetException e) {
      return of(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IOException | ReflectiveOperationException e) {
      e.printStackTrace();
      return FAILED;
    }
  }

  private static int of(Throwable thrown) {
    if (thrown instanceof Reached.ReachedException) {
      return 0;
    }
    // Of the job's class loader, so of no class that is known here.
    if (thrown.getClass().getSimpleName().equals("InvalidConfigurationException")) {
      System.out.println(thrown.getMessage());
      return INVALID;
    }
    thrown.printStackTrace();
    return FAILED;
  }

  private static String mainClass(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String name =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (name == null) {
        throw new IOException(jar + " names no main class");
      }
      return name;
    }
  }

  /** What a job gets that asks for its environment: an end. */
  @SuppressWarnings("try") // Nobody closes it: it is never made.
  private static final class Reached extends StreamExecutionEnvironment {

    static void instead() {
      initializeContextEnvironment(
          configuration -> {
            throw new ReachedException();
          });
    }

    static final class ReachedException extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }
  }
}
