package io.millrace.contract;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names that are safe everywhere they go: a Parquet column, a folder, a PostgreSQL table or column.
 */
final class Names {

  /** PostgreSQL cuts longer names off. */
  static final int MAX_LENGTH = 63;

  private Names() {}

  /** Whether {@code name} may be used; reports it if not. */
  static boolean check(String name, int maxLength, Section at, String key) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
      at.fault(
          key,
          Faults.quoted(name)
              + " is not a name; use letters, digits and underscores (a-z, A-Z, 0-9, _), a letter"
              + " first");
      return false;
    }
    if (name.length() > maxLength) {
      at.fault(
          key,
          Faults.quoted(name) + " has " + name.length() + " characters; use at most " + maxLength);
      return false;
    }
    return true;
  }

  /** Names that must differ from one another, letter case ignored. */
  static final class Taken {
    private final Map<String, String> ownerByName = new HashMap<>();

    /** A name that nothing of the contract may have. */
    void reserve(String name, String owner) {
      ownerByName.put(name.toLowerCase(Locale.ROOT), owner);
    }

    /** Takes {@code name} for {@code owner}; reports if it is taken. */
    void take(String name, String owner, Section at, String key) {
      String other = ownerByName.putIfAbsent(name.toLowerCase(Locale.ROOT), owner);
      if (other != null) {
        at.fault(
            key,
            Faults.quoted(name)
                + " is already the name of "
                + other
                + " (letter case does not count); choose another");
      }
    }
  }
}
