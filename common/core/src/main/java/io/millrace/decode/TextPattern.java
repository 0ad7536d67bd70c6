package io.millrace.decode;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A contract's pattern, quickly. Patterns of fixed pieces are matched on the bytes, many times
 * faster than by the engine; for the others, values that matched before are remembered, since the
 * values of a field with a pattern tend to be few. Not thread-safe.
 */
final class TextPattern {

  private static final int REMEMBERED = 256; // A power of two.
  private static final int LONGEST_REMEMBERED = 64;

  private final @Nullable SimplePattern simple;
  private final Matcher matcher;
  private final CharSlice slice = new CharSlice();
  private final byte[][] matched = new byte[REMEMBERED][];

  TextPattern(Pattern pattern) {
    simple = pattern.flags() == 0 ? SimplePattern.of(pattern.pattern()) : null;
    matcher = pattern.matcher("");
  }

  /** Whether the pattern matches anywhere in the UTF-8, as in JSON Schema. */
  boolean matches(byte[] utf8, int start, int length) {
    if (simple != null) {
      return simple.matches(utf8, start, start + length);
    }
    if (length > LONGEST_REMEMBERED) {
      return search(utf8, start, length);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + utf8[i];
    }
    int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & (REMEMBERED - 1);
    byte[] known = matched[slot];
    if (known != null && Arrays.equals(known, 0, known.length, utf8, start, start + length)) {
      return true;
    }
    boolean found = search(utf8, start, length);
    if (found) {
      matched[slot] = Arrays.copyOfRange(utf8, start, start + length);
    }
    return found;
  }

  private boolean search(byte[] utf8, int start, int length) {
    return matcher.reset(slice.ofUtf8(utf8, start, length)).find();
  }
}
