package io.millrace.contract;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how many steps a pattern has once its counted repetitions are written out, which is what
 * RE2 does with them: nested counts multiply, and a short pattern can fill the memory. Counts too
 * much rather than too little.
 */
final class RegexSize {

  /** A match takes at most this many steps a character. */
  static final long MAX = 2_000;

  private static final long ENOUGH = 1L << 40;

  private final String regex;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long total;
  private long last;
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    return new RegexSize(regex).measure();
  }

  private long measure() {
    while (at < regex.length() && total < ENOUGH) {
      char c = regex.charAt(at++);
      switch (c) {
        case '\\' -> {
          skipEscape();
          atom(1);
        }
        case '[' -> {
          skipClass();
          atom(1);
        }
        case '(' -> {
          outer.push(total);
          total = 0;
          last = 0;
        }
        case ')' -> {
          long group = total + 2;
          total = outer.isEmpty() ? 0 : outer.pop();
          atom(group);
        }
        case '{' -> repeat();
        default -> atom(1);
      }
    }
    return outer.stream().mapToLong(Long::longValue).sum() + total;
  }

  private void atom(long size) {
    last = size;
    total += size;
  }

  /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else stands for itself. */
  private void repeat() {
    int end = regex.indexOf('}', at);
    String counts = end < 0 ? "" : regex.substring(at, end);
    if (!counts.matches("\\d{1,6}(,\\d{0,6})?")) {
      atom(1);
      return;
    }
    at = end + 1;
    int comma = counts.indexOf(',');
    long least = Long.parseLong(comma < 0 ? counts : counts.substring(0, comma));
    String most = comma < 0 ? "" : counts.substring(comma + 1);
    long times = most.isEmpty() ? least + 1 : Long.parseLong(most);
    long repeated = Math.min(ENOUGH, last * Math.max(1, Math.max(least, times)) + 1);
    total += repeated - last;
    last = repeated;
  }

  private void skipEscape() {
    char escaped = at < regex.length() ? regex.charAt(at++) : '\\';
    boolean braced = at < regex.length() && regex.charAt(at) == '{';
    if (braced && (escaped == 'x' || escaped == 'p' || escaped == 'P')) {
      int end = regex.indexOf('}', at);
      at = end < 0 ? regex.length() : end + 1;
    }
  }

  /** To the first bracket that can end the class: RE2's class may end later, never earlier. */
  private void skipClass() {
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    for (int first = at; at < regex.length(); at++) {
      char c = regex.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == ']' && at > first) {
        at++;
        return;
      }
    }
  }
}
