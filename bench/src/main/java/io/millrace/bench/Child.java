package io.millrace.bench;

import io.millrace.bench.program.LocalFlink;
import io.millrace.local.process.ParentWatch;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main class of a measured JVM: runs another main to its end and prints the CPU time that the
 * process took for it, all threads but the JIT compiler's, user and system. Ends with the process
 * that started it.
 *
 * <pre>{@code
 * Child <main class> [flink:<key>=<value>]… -- [<argument>]…
 * }</pre>
 *
 * <p>With {@link Window#RECORDS} only what it takes for some of its records counts.
 */
public final class Child {

  /** What a line with a figure begins with; a name, a space and a number follow. */
  static final String ANSWER = "bench-figure ";

  /** The figure that every program has. */
  static final String CPU_NANOS = "cpu_nanos";

  static final String CLOCK_NANOS = "clock_nanos";

  /** How many it was measured with; only if by a window. */
  static final String RECORDS = "records";

  /** Begins the arguments. */
  static final String ARGUMENTS = "--";

  private static final String FLINK = "flink:";

  private Child() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    ParentWatch.start(Duration.ofSeconds(1));
    List<String> all = Arrays.asList(args);
    int settingsEnd = all.indexOf(ARGUMENTS);
    Map<String, String> flink = new LinkedHashMap<>();
    for (String setting : all.subList(1, settingsEnd)) {
      int equals = setting.indexOf('=');
      flink.put(setting.substring(FLINK.length(), equals), setting.substring(equals + 1));
    }
    if (!flink.isEmpty()) {
      LocalFlink.install(flink);
    }
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    String records = System.getProperty(Window.RECORDS);
    Window window = records == null ? null : Window.watch(records);
    Window.Mark before = Window.Mark.at(0);
    main.invoke(null, (Object) Arrays.copyOfRange(args, settingsEnd + 1, args.length));
    Window.Mark taken = window == null ? Window.Mark.at(0).since(before) : window.taken();
    print(CPU_NANOS, taken.cpuNanos());
    print(CLOCK_NANOS, taken.clockNanos());
    if (window != null) {
      print(RECORDS, taken.records());
    }
    System.out.flush();
    // Threads that a program left behind do not count, and must not hold it up.
    Runtime.getRuntime().halt(0);
  }

  private static void print(String figure, long value) {
    System.out.println(ANSWER + figure + " " + value);
  }
}
