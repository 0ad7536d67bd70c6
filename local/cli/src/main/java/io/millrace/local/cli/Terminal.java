package io.millrace.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/**
 * Where a command writes: answers to standard output, everything else to standard error, so that
 * with {@code --json} standard output is for programs alone.
 *
 * @param interactive whether a person watches: standard error is a terminal (the shell script
 *     knows)
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /** This process's own. */
  static Terminal ofProcess() {
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, UTF_8),
        Boolean.getBoolean("millrace.terminal"));
  }

  /** An answer. */
  void answer(String line) {
    out.println(line);
    out.flush();
  }

  void answer(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /** For what picocli prints. */
  PrintWriter outWriter() {
    return new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
  }

  /** For what picocli prints. */
  PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
  }

  /** Something for people to know. */
  void say(String line) {
    err.println(line);
    err.flush();
  }
}
