package io.millrace.connectors.config;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean" for mistyped names. */
final class Suggestions {

  private Suggestions() {}

  /** {@code "; did you mean topic?"}, or the known names when none is near. */
  static String forName(String wrong, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(name -> name))
        .filter(name -> distance(wrong, name) <= Math.max(2, wrong.length() / 3))
        .map(name -> "; did you mean " + name + "?")
        .orElseGet(() -> known.isEmpty() ? "" : "; known: " + String.join(", ", known));
  }

  /** Edits between two names; {@code -}, {@code _}, {@code .} and case do not count. */
  private static int distance(String left, String right) {
    String a = normalized(left);
    String b = normalized(right);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String normalized(String name) {
    StringBuilder plain = new StringBuilder();
    name.chars()
        .filter(Character::isLetterOrDigit)
        .map(Character::toLowerCase)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
