package io.millrace.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of the form {@code ^…$} or {@code ^(…|…)$} whose alternatives are runs of
 * ASCII characters and classes with repetitions, such as {@code ^O-[0-9]{6,12}$}. Where one
 * repetition ends is never in doubt (the next piece cannot begin with the same character), so one
 * pass over the bytes decides.
 */
final class SimplePattern {

  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final Piece[][] alternatives;

  private SimplePattern(Piece[][] alternatives) {
    this.alternatives = alternatives;
  }

  /** The pattern, or null if it is not of the simple form. */
  static @Nullable SimplePattern of(String regex) {
    return new Reader(regex).read();
  }

  boolean matches(byte[] text, int start, int end) {
    for (Piece[] alternative : alternatives) {
      if (matches(alternative, text, start, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Piece[] pieces, byte[] text, int start, int end) {
    int at = start;
    for (Piece piece : pieces) {
      int count = 0;
      while (count < piece.max && at < end && piece.takes(text[at])) {
        at++;
        count++;
      }
      if (count < piece.min) {
        return false;
      }
    }
    return at == end;
  }

  /** A set of ASCII characters, as two bit masks, and how often one of them comes. */
  private record Piece(long low, long high, int min, int max) {

    boolean takes(byte b) {
      return b >= 0 && ((b < 64 ? low : high) >>> b & 1) != 0;
    }

    boolean overlaps(Piece other) {
      return (low & other.low) != 0 || (high & other.high) != 0;
    }

    Piece times(int newMin, int newMax) {
      return new Piece(low, high, newMin, newMax);
    }
  }

  /** Reads a pattern; whatever it does not know makes the pattern not simple. */
  private static final class Reader {
    private static final String META = "\\^$.|?*+()[]{}";

    private final String regex;
    private int at;
    private long low;
    private long high;

    Reader(String regex) {
      this.regex = regex;
    }

    @Nullable SimplePattern read() {
      boolean group = regex.startsWith("^(") && regex.endsWith(")$");
      if (!group && !(regex.startsWith("^") && regex.endsWith("$"))) {
        return null;
      }
      at = group ? 2 : 1;
      if (group && regex.startsWith("?:", at)) {
        at += 2;
      }
      int end = regex.length() - (group ? 2 : 1);
      List<Piece[]> alternatives = new ArrayList<>();
      List<Piece> pieces = new ArrayList<>();
      while (at < end) {
        if (regex.charAt(at) == '|' && group) {
          at++;
          alternatives.add(pieces.toArray(new Piece[0]));
          pieces.clear();
          continue;
        }
        Piece piece = piece(end);
        if (piece == null) {
          return null;
        }
        pieces.add(piece);
      }
      alternatives.add(pieces.toArray(new Piece[0]));
      for (Piece[] alternative : alternatives) {
        if (!unambiguous(alternative)) {
          return null;
        }
      }
      return at == end ? new SimplePattern(alternatives.toArray(new Piece[0][])) : null;
    }

    private static boolean unambiguous(Piece[] pieces) {
      for (int i = 0; i < pieces.length; i++) {
        boolean open = pieces[i].min != pieces[i].max;
        for (int j = i + 1; open && j < pieces.length; j++) {
          if (pieces[i].overlaps(pieces[j])) {
            return false;
          }
          open = pieces[j].min == 0;
        }
      }
      return true;
    }

    private @Nullable Piece piece(int end) {
      low = 0;
      high = 0;
      char c = regex.charAt(at++);
      boolean known;
      if (c == '[') {
        known = characterClass(end);
      } else if (c == '\\') {
        known = at < end && escape(regex.charAt(at++));
      } else {
        known = META.indexOf(c) < 0 && add(c, c);
      }
      return known ? repetition(new Piece(low, high, 1, 1), end) : null;
    }

    private boolean characterClass(int end) {
      int first = at;
      while (at < end && regex.charAt(at) != ']') {
        char from = regex.charAt(at++);
        if (from == '[' || (from == '^' && at == first + 1)) {
          return false;
        }
        if (from == '\\') {
          if (at >= end || !escape(regex.charAt(at++))) {
            return false;
          }
          if (at < end && regex.charAt(at) == '-') {
            return false; // Perhaps a range that begins with an escape.
          }
          continue;
        }
        char to = from;
        if (at + 1 < end && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
          to = regex.charAt(at + 1);
          at += 2;
          if (to == '\\' || to == '[') {
            return false;
          }
        }
        if (!add(from, to)) {
          return false;
        }
      }
      return at < end && at++ > first;
    }

    private boolean escape(char c) {
      return switch (c) {
        case 'd' -> add('0', '9');
        case 'w' -> add('0', '9') && add('a', 'z') && add('A', 'Z') && add('_', '_');
        default -> !Character.isLetterOrDigit(c) && add(c, c);
      };
    }

    private boolean add(char from, char to) {
      if (from > to || to > 0x7f) {
        return false;
      }
      for (int c = from; c <= to; c++) {
        if (c < 64) {
          low |= 1L << c;
        } else {
          high |= 1L << c;
        }
      }
      return true;
    }

    private @Nullable Piece repetition(Piece piece, int end) {
      char c = at < end ? regex.charAt(at) : 0;
      Piece repeated =
          switch (c) {
            case '?' -> piece.times(0, 1);
            case '*' -> piece.times(0, UNBOUNDED);
            case '+' -> piece.times(1, UNBOUNDED);
            case '{' -> counted(piece, end);
            default -> piece;
          };
      boolean repeats = "?*+{".indexOf(c) >= 0;
      if (repeats && c != '{') {
        at++;
      }
      boolean stacked = repeats && at < end && "?*+{".indexOf(regex.charAt(at)) >= 0;
      return stacked ? null : repeated;
    }

    private @Nullable Piece counted(Piece piece, int end) {
      int close = regex.indexOf('}', at);
      if (close < 0 || close >= end) {
        return null;
      }
      String[] bounds = regex.substring(at + 1, close).split(",", -1);
      at = close + 1;
      if (bounds.length > 2 || !isCount(bounds[0])) {
        return null;
      }
      int min = Integer.parseInt(bounds[0]);
      if (bounds.length == 1) {
        return piece.times(min, min);
      }
      if (bounds[1].isEmpty()) {
        return piece.times(min, UNBOUNDED);
      }
      return isCount(bounds[1]) ? piece.times(min, Integer.parseInt(bounds[1])) : null;
    }

    private static boolean isCount(String digits) {
      return digits.matches("[0-9]{1,4}");
    }
  }
}
