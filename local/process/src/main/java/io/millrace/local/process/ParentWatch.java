package io.millrace.local.process;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends this JVM when its parent has gone, however the parent went.
 *
 * <p>The parent holds the other end of this process's standard input. The operating system closes
 * it when the parent closes it, ends or is killed: the one signal that also a SIGKILL of the parent
 * gives.
 */
public final class ParentWatch {

  /** The system property of seconds that a process needs beside its own grace. */
  public static final String MORE_GRACE = "millrace.grace.more";

  private ParentWatch() {}

  /**
   * Starts to watch standard input, in the background. At its end the JVM exits with its shutdown
   * hooks; hooks that take longer than the grace are cut off.
   */
  public static void start(Duration grace) {
    Thread watch = new Thread(() -> exitWithParent(grace), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void exitWithParent(Duration grace) {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; whatever comes is no end.
      }
    } catch (IOException closed) {
      System.err.println("Standard input failed, taken for its end: " + closed);
    }
    Thread halt = new Thread(() -> haltAfter(grace), "parent-watch-halt");
    halt.setDaemon(true);
    halt.start();
    System.exit(0);
  }

  private static void haltAfter(Duration grace) {
    try {
      Thread.sleep(grace.plusSeconds(Integer.getInteger(MORE_GRACE, 0)).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
