package io.millrace.connectors.config;

import java.util.regex.Pattern;

/** Keys whose values are not shown even when they stand in the file in plain text. */
final class SensitiveKeys {

  private static final Pattern SENSITIVE =
      Pattern.compile(
          "password|passwd|secret|token|credential|jaas|(access|api|private|hash|encryption)[-_.]?key",
          Pattern.CASE_INSENSITIVE);

  private SensitiveKeys() {}

  static boolean matches(String key) {
    return SENSITIVE.matcher(key).find();
  }
}
