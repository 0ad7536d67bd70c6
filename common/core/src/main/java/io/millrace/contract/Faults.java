package io.millrace.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the faults of one file; each is kept once. */
final class Faults {

  /** The path of the whole file. */
  static final String ROOT = "$";

  private static final int MAX_QUOTED = 60;

  private final Set<ContractFault> found = new LinkedHashSet<>();

  void add(String path, int line, String message) {
    found.add(new ContractFault(path, line, message));
  }

  int count() {
    return found.size();
  }

  /** All faults, by line; those of one line in the order they were found. */
  List<ContractFault> inFileOrder() {
    List<ContractFault> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(ContractFault::line));
    return sorted;
  }

  /** The path of a mapping's member. */
  static String member(String path, String key) {
    String name = key.matches("[A-Za-z0-9_-]{1,80}") ? key : "[" + quoted(key) + "]";
    if (path.equals(ROOT)) {
      return name;
    }
    return name.startsWith("[") ? path + name : path + "." + name;
  }

  /** The path of a list's item. */
  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** Text of the file for a message: in quotes, on one line, cut where it is long. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(text.length(), MAX_QUOTED);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      quoted.append(shows(c) ? c : '\ufffd');
    }
    return quoted.append(text.length() > end ? "…\"" : "\"").toString();
  }

  /** Not what ends a line, or turns the direction of what follows. */
  private static boolean shows(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
