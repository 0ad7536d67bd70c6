package io.millrace.kinesis.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The CPU time of this JVM's threads, those of a name together. */
final class ThreadTimes {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SHOWN = 5;

  private ThreadTimes() {}

  /** Nanoseconds since each thread's start. */
  static Map<String, Long> byName() {
    Map<String, Long> times = new HashMap<>();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null) {
        long time = Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
        times.merge(thread.getThreadName().replaceAll("[0-9]+", "N"), time, Long::sum);
      }
    }
    return times;
  }

  /** Nanoseconds since then of the fetcher, the SDK's client, and the task. */
  static long ofSource(Map<String, Long> since) {
    return byName().entrySet().stream()
        .filter(
            thread ->
                thread.getKey().contains("aws-java-sdk")
                    || thread.getKey().contains("sdk-")
                    || thread.getKey().contains("Source"))
        .mapToLong(thread -> thread.getValue() - since.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  /** Those that took the most since then. */
  static List<String> busiest(Map<String, Long> since) {
    Map<String, Long> taken = new HashMap<>();
    byName().forEach((name, time) -> taken.put(name, time - since.getOrDefault(name, 0L)));
    return taken.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(thread -> "%6.1f ms  %s".formatted(thread.getValue() / 1e6, thread.getKey()))
        .toList();
  }
}
