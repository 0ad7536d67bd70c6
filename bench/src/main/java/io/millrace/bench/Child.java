package io.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.bench.program.LocalFlink;
import io.millrace.local.process.ParentWatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The main class of a measured JVM: runs another main to its end and prints the CPU time that the
 * whole process took, all threads, user and system. Ends with the process that started it.
 *
 * <pre>{@code
 * Child <main class> [flink:<key>=<value>]… -- [<argument>]…
 * }</pre>
 */
public final class Child {

  /** What a line with a figure begins with; a name, a space and a number follow. */
  static final String ANSWER = "bench-figure ";

  /** The figure that every program has. */
  static final String CPU_NANOS = "cpu_nanos";

  private static final String FLINK = "flink:";

  private Child() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    ParentWatch.start(Duration.ofSeconds(1));
    int end = Arrays.asList(args).indexOf("--");
    Map<String, String> flink = new LinkedHashMap<>();
    for (String setting : Arrays.asList(args).subList(1, end)) {
      int equals = setting.indexOf('=');
      flink.put(setting.substring(FLINK.length(), equals), setting.substring(equals + 1));
    }
    if (!flink.isEmpty()) {
      LocalFlink.install(flink);
    }
    String file = System.getProperty(Profile.FILE);
    Profile profile = file == null ? null : Profile.startWhenWarm(Path.of(file));
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, end + 1, args.length));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    if (profile != null) {
      profile.end();
    }
    System.out.println(ANSWER + CPU_NANOS + " " + system.getProcessCpuTime());
    System.out.flush();
    // Threads that a program left behind do not count, and must not hold it up.
    Runtime.getRuntime().halt(0);
  }
}
