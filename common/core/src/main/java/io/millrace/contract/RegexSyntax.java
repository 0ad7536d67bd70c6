package io.millrace.contract;

import com.google.re2j.PatternSyntaxException;

/**
 * Contracts hold ECMA-262 patterns, as the standard says; RE2 matches them, in time linear in the
 * value. The two differ in spelling here and there, and RE2 has no look-around and no
 * back-references.
 */
final class RegexSyntax {

  private RegexSyntax() {}

  /** {@code regex} in RE2's spelling. */
  static String toRe2(String regex) {
    StringBuilder re2 = new StringBuilder(regex.length());
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c != '\\' || i + 1 == regex.length()) {
        re2.append(c);
        continue;
      }
      char escaped = regex.charAt(++i);
      if (escaped == 'u' && isHex(regex, i + 1, 4)) {
        re2.append("\\x{").append(regex, i + 1, i + 5).append('}');
        i += 4;
      } else {
        re2.append('\\').append(escaped);
      }
    }
    return re2.toString();
  }

  /** What is wrong with a pattern, and what to write instead. */
  static String explain(String regex, PatternSyntaxException e) {
    if (regex.contains("(?=")
        || regex.contains("(?!")
        || regex.contains("(?<=")
        || regex.contains("(?<!")) {
      return "look-around is not supported, so that no value can hang the job; write the pattern"
          + " without (?=, (?!, (?<= and (?<!";
    }
    if (regex.matches("(?s).*\\\\[1-9].*")) {
      return "back-references such as \\1 are not supported, so that no value can hang the job;"
          + " write the pattern without";
    }
    return "is not a regular expression: "
        + e.getDescription()
        + (e.getPattern() == null ? "" : " at " + Faults.quoted(e.getPattern()));
  }

  private static boolean isHex(String text, int from, int length) {
    if (from + length > text.length()) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
