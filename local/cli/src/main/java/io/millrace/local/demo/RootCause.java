package io.millrace.local.demo;

import java.util.List;

/** What a person needs of an answer of Flink's, which holds whole stack traces. */
public final class RootCause {

  private static final String CAUSED_BY = "Caused by: ";

  private RootCause() {}

  /** The last cause's message, with the lines that belong to it. */
  public static String of(Exception failure) {
    List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(CAUSED_BY)) {
        start = i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = start; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("\tat ") || line.startsWith("\t...")) {
        break;
      }
      text.append(i == start ? "" : "\n").append(line);
    }
    return text.toString().replaceFirst("^" + CAUSED_BY + "[A-Za-z0-9_.$]+: ", "");
  }
}
