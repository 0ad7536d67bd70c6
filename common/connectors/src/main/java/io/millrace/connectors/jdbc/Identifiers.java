package io.millrace.connectors.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names of tables and columns in SQL: always quoted, so that a name is never anything else. */
final class Identifiers {

  /** PostgreSQL cuts longer names without an error, so that two could become one. */
  private static final int MAX_BYTES = 63;

  private Identifiers() {}

  /** The name itself. Throws {@link IllegalArgumentException} when PostgreSQL cannot hold it. */
  static String check(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a table or column name is empty or has a NUL character");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "name " + quoted(name) + " is longer than PostgreSQL's 63 bytes");
    }
    return name;
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
  }
}
