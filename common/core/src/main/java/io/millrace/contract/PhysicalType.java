package io.millrace.contract;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A property's {@code physicalType}: what the type's name means in the databases that have it.
 *
 * @param precision the first number in parentheses; -1 where there is none
 * @param scale the second number in parentheses; -1 where there is none
 */
record PhysicalType(Family family, int precision, int scale) {

  /** What the names of physical types come down to. */
  enum Family {
    NONE,
    SMALL,
    INT,
    BIGINT,
    DOUBLE,
    DECIMAL,
    TEXT,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    STRUCT,
    LIST,
    JSON,
    UNKNOWN
  }

  private static final PhysicalType ABSENT = new PhysicalType(Family.NONE, -1, -1);

  private static final Pattern SYNTAX =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9_]*(?: [A-Za-z]+)*) ?"
              + "(?:\\( ?(\\d{1,6}) ?(?:, ?(\\d{1,6}) ?)?\\))?((?: [A-Za-z]+)*)");

  private static final Map<Family, Set<String>> NAMES =
      Map.ofEntries(
          Map.entry(Family.SMALL, Set.of("SMALLINT", "INT16", "INT2")),
          Map.entry(Family.INT, Set.of("INT", "INTEGER", "INT32", "INT4")),
          Map.entry(Family.BIGINT, Set.of("BIGINT", "LONG", "INT64")),
          Map.entry(
              Family.DOUBLE,
              Set.of(
                  "DOUBLE",
                  "DOUBLE PRECISION",
                  "FLOAT",
                  "FLOAT4",
                  "FLOAT8",
                  "FLOAT32",
                  "FLOAT64",
                  "REAL")),
          Map.entry(Family.DECIMAL, Set.of("DECIMAL", "NUMERIC", "NUMBER")),
          Map.entry(
              Family.TEXT,
              Set.of("STRING", "TEXT", "VARCHAR", "CHAR", "NVARCHAR", "CHARACTER VARYING", "UUID")),
          Map.entry(Family.BOOLEAN, Set.of("BOOLEAN", "BOOL")),
          Map.entry(Family.DATE, Set.of("DATE")),
          Map.entry(Family.TIME, Set.of("TIME", "TIME WITHOUT TIME ZONE")),
          Map.entry(
              Family.TIMESTAMP,
              Set.of(
                  "TIMESTAMP",
                  "TIMESTAMPTZ",
                  "TIMESTAMP WITH TIME ZONE",
                  "TIMESTAMP WITHOUT TIME ZONE",
                  "DATETIME")),
          Map.entry(Family.STRUCT, Set.of("STRUCT", "RECORD", "ROW", "OBJECT")),
          Map.entry(Family.LIST, Set.of("ARRAY", "LIST")),
          Map.entry(Family.JSON, Set.of("JSON", "JSONB")));

  /**
   * The property's physical type; {@link Family#NONE} where it has none, or one that {@code
   * allowed} does not hold, which is then a fault. A name that is not known is a fault only if
   * {@code UNKNOWN} is not allowed: for most types it changes nothing.
   *
   * @param right the physical types that a message names as right
   */
  static PhysicalType of(Section property, Set<Family> allowed, String right) {
    String text = property.text("physicalType");
    if (text == null) {
      return ABSENT;
    }
    PhysicalType type = parse(text);
    if (type != null && allowed.contains(type.family)) {
      return type;
    }
    if (text.contains("(") && !text.contains(")")) {
      property.fault(
          "physicalType",
          Faults.quoted(text)
              + " has no closing bracket; within { } a comma ends a value: write it in quotes, such as \"DECIMAL(12,2)\"");
      return ABSENT;
    }
    property.fault(
        "physicalType",
        Faults.quoted(text)
            + " does not go with logicalType "
            + property.text("logicalType", "")
            + "; use "
            + right
            + ", or leave it out");
    return ABSENT;
  }

  /** Whether the property keeps its subtree as JSON text. */
  static boolean isJson(Section property) {
    String text = property.text("physicalType");
    return text != null && parse(text).family == Family.JSON;
  }

  private static PhysicalType parse(String text) {
    Matcher parts = SYNTAX.matcher(text.strip().replaceAll("\\s+", " "));
    if (text.length() > 200 || !parts.matches()) {
      return new PhysicalType(Family.UNKNOWN, -1, -1);
    }
    String name = (parts.group(1) + parts.group(4)).toUpperCase(Locale.ROOT);
    Family family =
        NAMES.entrySet().stream()
            .filter(entry -> entry.getValue().contains(name))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(Family.UNKNOWN);
    return new PhysicalType(family, number(parts.group(2)), number(parts.group(3)));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }
}
