package io.millrace.connectors.config;

import io.millrace.connectors.config.References.RawValue;
import java.util.regex.Pattern;

/** What is not shown, even when it stands in the file in plain text. */
final class SensitiveKeys {

  private static final Pattern SENSITIVE =
      Pattern.compile(
          "password|passwd|secret|token|credential|jaas|(access|api|private|hash|encryption)[-_.]?key",
          Pattern.CASE_INSENSITIVE);

  /** {@code user:password@host}, with a scheme or without. */
  private static final Pattern LOGIN = Pattern.compile(":.*@");

  private SensitiveKeys() {}

  static boolean matches(String key) {
    return SENSITIVE.matcher(key).find();
  }

  /** The end of the sentence "must be …": the value that was found instead, if it may be shown. */
  static String shown(String key, RawValue value) {
    return value.sensitive()
            || matches(key)
            // A value can hold a secret too: jdbc:postgresql://host/db?password=…
            || matches(value.text())
            || LOGIN.matcher(value.text()).find()
        ? ", is not (value hidden)"
        : ", is \"" + value.text() + "\"";
  }
}
