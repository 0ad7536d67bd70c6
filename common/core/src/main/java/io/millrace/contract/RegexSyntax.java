package io.millrace.contract;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Contracts hold ECMA-262 patterns, as the standard says; RE2 matches them, in time linear in the
 * value. The two differ in spelling here and there, and RE2 has neither look-around nor
 * back-references.
 */
final class RegexSyntax {

  private static final int MAX_LENGTH = 5_000;

  private RegexSyntax() {}

  /** The compiled pattern; null, and a fault, if it is none or would be too large. */
  static @Nullable Pattern compile(String regex, Section at, String key) {
    long size = regex.length() > MAX_LENGTH ? Long.MAX_VALUE : RegexSize.of(regex);
    if (size > RegexSize.MAX) {
      at.fault(
          key,
          "repeats too much for a quick match: written out it has more than "
              + RegexSize.MAX
              + " steps; use smaller counts, or maxLength");
      return null;
    }
    try {
      return Pattern.compile(toRe2(regex));
    } catch (PatternSyntaxException e) {
      at.fault(key, explain(regex, e));
      return null;
    }
  }

  /** ECMA-262's <code>&#92;u00e9</code> is RE2's {@code \x{00e9}}; {@code \Q} is not ECMA's. */
  private static String toRe2(String regex) {
    StringBuilder re2 = new StringBuilder(regex.length());
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c != '\\' || i + 1 == regex.length()) {
        re2.append(c);
        continue;
      }
      char escaped = regex.charAt(++i);
      if (escaped == 'Q') {
        throw new PatternSyntaxException("\\Q is not of ECMA-262; escape each character");
      }
      if (escaped == 'u' && isHex(regex, i + 1)) {
        re2.append("\\x{").append(regex, i + 1, i + 5).append('}');
        i += 4;
      } else {
        re2.append('\\').append(escaped);
      }
    }
    return re2.toString();
  }

  private static boolean isHex(String text, int from) {
    return from + 4 <= text.length()
        && text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static String explain(String regex, PatternSyntaxException e) {
    if (regex.matches("(?s).*\\(\\?<?[=!].*")) {
      return "look-around is not supported, so that no value can hang the job; write the pattern"
          + " without (?=, (?!, (?<= and (?<!";
    }
    if (regex.matches("(?s).*\\\\[1-9].*")) {
      return "back-references such as \\1 are not supported, so that no value can hang the job;"
          + " write the pattern without";
    }
    String where = e.getPattern();
    return "is not a regular expression: "
        + e.getDescription()
        + (where == null || where.isEmpty() ? "" : " at " + Faults.quoted(where));
  }
}
