package io.millrace.local.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into SQL statements at its semicolons: not those in strings, quoted names, comments or
 * between dollar signs.
 */
public final class SqlStatements {

  /** {@code $$} or {@code $tag$}, which opens a string that ends at the same again. */
  private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)?\\$");

  private final String text;
  private final List<String> statements = new ArrayList<>();
  private int begin;
  private int at;
  private boolean empty = true;

  private SqlStatements(String text) {
    this.text = text;
  }

  /** The statements, without their semicolons; what is only blanks and comments is none. */
  public static List<String> of(String text) {
    SqlStatements reader = new SqlStatements(text);
    while (reader.at < text.length()) {
      reader.step();
    }
    reader.end();
    return List.copyOf(reader.statements);
  }

  private void step() {
    char c = text.charAt(at);
    if (c == ';') {
      end();
      begin = ++at;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      at = after("\n", at);
    } else if (text.startsWith("/*", at)) {
      comment();
    } else {
      empty = false;
      token(c);
    }
  }

  private void token(char c) {
    if (c == '\'' || c == '"') {
      boolean escapes =
          c == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && !inWord(at - 2);
      quoted(c, escapes);
      return;
    }
    Matcher dollar = DOLLAR.matcher(text).region(at, text.length());
    if (c == '$' && !inWord(at - 1) && dollar.lookingAt()) {
      at = after(dollar.group(), dollar.end());
    } else {
      at++;
    }
  }

  /** A doubled quote inside closes and opens again, which comes to the same. */
  private void quoted(char quote, boolean escapes) {
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += escapes && text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  /** Comments nest. */
  private void comment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
  }

  private int after(String closing, int from) {
    int found = text.indexOf(closing, from);
    return found < 0 ? text.length() : found + closing.length();
  }

  private boolean inWord(int place) {
    return place >= 0
        && (Character.isLetterOrDigit(text.charAt(place)) || text.charAt(place) == '_');
  }

  private void end() {
    if (!empty) {
      statements.add(text.substring(begin, Math.min(at, text.length())).strip());
    }
    empty = true;
  }
}
