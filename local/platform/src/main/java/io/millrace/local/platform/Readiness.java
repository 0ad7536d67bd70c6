package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;

/** Whether a process that has been started can do its work. */
@FunctionalInterface
interface Readiness {

  /**
   * Asked again and again until true. An exception means not yet; the last one is reported when
   * time runs out.
   */
  boolean reached(JavaProcess process) throws IOException, InterruptedException;

  /** Its standard output has this line. */
  static Readiness line(String line) {
    return process -> Files.readAllLines(process.launch().output()).contains(line);
  }
}
