package io.millrace.bench;

import io.millrace.bench.program.ThreadTimes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Set;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Notes what this JVM has taken when its Kafka consumers have been handed so many records, and
 * again when they have so many more: every program reads by Kafka's own client, which counts. A
 * {@link Profile} that is wanted is of what is between.
 */
final class Window extends Thread {

  /** The system property that has the two numbers of records, with a colon between them. */
  static final String RECORDS = "bench.window";

  private static final long POLL_MILLIS = 50;
  private static final String CONSUMERS =
      "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*";

  private final long from;
  private final long to;
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private volatile @Nullable Mark begin;
  private volatile @Nullable Mark end;
  private volatile @Nullable Exception failure;

  /** What has been taken, at some record. */
  record Mark(long records, long cpuNanos, long clockNanos) {

    static Mark at(long records) throws IOException {
      return new Mark(records, ThreadTimes.nanosWithoutCompiler(), System.nanoTime());
    }

    Mark since(Mark before) {
      return new Mark(
          records - before.records, cpuNanos - before.cpuNanos, clockNanos - before.clockNanos);
    }
  }

  private Window(long from, long to) {
    super("bench-window");
    setDaemon(true);
    this.from = from;
    this.to = to;
  }

  /** Begins to watch, in the background. */
  static Window watch(String records) {
    int colon = records.indexOf(':');
    Window window =
        new Window(
            Long.parseLong(records.substring(0, colon)),
            Long.parseLong(records.substring(colon + 1)));
    window.start();
    return window;
  }

  /**
   * What was taken between the two records, once the program has ended and a profile is written.
   */
  Mark taken() throws InterruptedException {
    Mark first = begin;
    Mark last = end;
    if (first == null || last == null) {
      throw new IllegalStateException(
          "the program ended before record " + (first == null ? from : to), failure);
    }
    join();
    if (failure != null) {
      throw new IllegalStateException("the profile cannot be written", failure);
    }
    return last.since(first);
  }

  @Override
  public void run() {
    try {
      begin = await(from);
      String file = System.getProperty(Profile.FILE);
      Profile profile = file == null ? null : Profile.start(Path.of(file));
      end = await(to);
      if (profile != null) {
        profile.end();
      }
    } catch (IOException | JMException | InterruptedException e) {
      failure = e;
    }
  }

  private Mark await(long records) throws IOException, JMException, InterruptedException {
    while (true) {
      long consumed = consumed();
      if (consumed >= records) {
        return Mark.at(consumed);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private long consumed() throws JMException {
    double sum = 0;
    Set<ObjectName> consumers = beans.queryNames(new ObjectName(CONSUMERS), null);
    for (ObjectName consumer : consumers) {
      try {
        sum += (Double) beans.getAttribute(consumer, "records-consumed-total");
      } catch (InstanceNotFoundException | AttributeNotFoundException absent) {
        // Closed since it was listed, or only just made.
      }
    }
    return Math.round(sum);
  }
}
