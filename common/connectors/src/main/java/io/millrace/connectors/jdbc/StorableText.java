package io.millrace.connectors.jdbc;

/**
 * Text as PostgreSQL can hold it. It has no NUL character, and UTF-8 has no lone surrogates, yet a
 * JSON string may have both. Such text is neither refused (the job would never get past it) nor cut
 * (two keys could become one): {@code U+2400} (␀) is an escape. NUL becomes {@code ␀0}, a lone
 * surrogate {@code ␀} and its four hexadecimal digits, {@code ␀} itself {@code ␀␀}. All other text
 * stays as it is, and different texts stay different.
 */
final class StorableText {

  private static final char ESCAPE = '\u2400';

  private StorableText() {}

  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == ESCAPE || Character.isSurrogate(c)) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder storable = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            point -> {
              if (point == 0) {
                storable.append(ESCAPE).append('0');
              } else if (point == ESCAPE) {
                storable.append(ESCAPE).append(ESCAPE);
              } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                storable.append(ESCAPE).append(Integer.toHexString(point));
              } else {
                storable.appendCodePoint(point);
              }
            });
    return storable.toString();
  }
}
