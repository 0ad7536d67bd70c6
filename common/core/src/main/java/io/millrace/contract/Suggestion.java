package io.millrace.contract;

import java.util.Collection;
import java.util.Locale;

/** Finds what a misspelt name was meant to be. */
final class Suggestion {

  private static final int LONGEST = 64;

  private Suggestion() {}

  /** {@code ; did you mean "x"?}, or {@code ; known here: a, b, c} where nothing is near. */
  static String among(String wrong, Collection<String> right) {
    String nearest = nearest(wrong, right);
    if (!nearest.isEmpty() || right.isEmpty()) {
      return nearest;
    }
    return "; known here: " + String.join(", ", right);
  }

  /** {@code ; did you mean "x"?}, or nothing where nothing is near. */
  static String nearest(String wrong, Collection<String> right) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    if (wrong.length() <= LONGEST) {
      for (String candidate : right) {
        int distance = distance(wrong, candidate);
        if (distance < least) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    boolean near = !nearest.isEmpty() && least <= Math.max(1, nearest.length() / 3);
    return near ? "; did you mean \"" + nearest + "\"?" : "";
  }

  /** Edits from one to the other, letter case ignored, a swap of neighbours counted once. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      edits[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      edits[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
        best = Math.min(best, edits[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = best;
      }
    }
    return edits[a.length()][b.length()];
  }
}
