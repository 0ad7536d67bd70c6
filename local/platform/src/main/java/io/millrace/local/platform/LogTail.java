package io.millrace.local.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for a message: what a person would look at first. */
final class LogTail {

  private static final int LINES = 40;
  private static final String BREAK = System.lineSeparator();

  private LogTail() {}

  /** A line that names the file, then its last lines; nothing when it is missing or empty. */
  static String of(Path file) {
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        return "";
      }
      // Whatever bytes a dying process left: never a second failure.
      List<String> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return BREAK + "End of " + file + ":" + BREAK + String.join(BREAK, last);
    } catch (IOException unreadable) {
      return BREAK + file + " cannot be read: " + unreadable;
    }
  }
}
