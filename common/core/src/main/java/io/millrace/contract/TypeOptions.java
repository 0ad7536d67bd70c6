package io.millrace.contract;

import static io.millrace.contract.Shape.FLAG;
import static io.millrace.contract.Shape.NUMBER;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.oneOf;
import static io.millrace.contract.Shape.whole;

import io.millrace.contract.Shape.Keys;
import io.millrace.contract.YamlValue.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which {@code logicalTypeOptions} each logical type has. */
final class TypeOptions {

  static final Map<String, Keys> BY_TYPE = new LinkedHashMap<>();

  static {
    BY_TYPE.put(
        "string",
        keys("minLength", whole(0), "maxLength", whole(0), "pattern", TEXT, "format", TEXT));
    BY_TYPE.put(
        "integer",
        numbers(oneOf("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128")));
    BY_TYPE.put("number", numbers(oneOf("f32", "f64")));
    BY_TYPE.put("boolean", keys());
    BY_TYPE.put(
        "date",
        keys(
            "format", TEXT,
            "minimum", TEXT,
            "maximum", TEXT,
            "exclusiveMinimum", TEXT,
            "exclusiveMaximum", TEXT));
    Keys times =
        keys(
            "format", TEXT,
            "minimum", TEXT,
            "maximum", TEXT,
            "exclusiveMinimum", TEXT,
            "exclusiveMaximum", TEXT,
            "timezone", FLAG,
            "defaultTimezone", TEXT);
    BY_TYPE.put("time", times);
    BY_TYPE.put("timestamp", times);
    BY_TYPE.put("object", keys());
    BY_TYPE.put("array", keys("minItems", whole(0), "maxItems", whole(0), "uniqueItems", FLAG));
  }

  /** Options of the standard that would be rules nobody holds a record to. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "required", "write required: true at each of the properties instead",
          "minProperties", "Millrace does not count an object's members; remove it",
          "maxProperties", "Millrace does not count an object's members; remove it");

  private TypeOptions() {}

  /** The property's options, each checked; empty where it has none. */
  static Section of(Section property, String logicalType) {
    Section options = property.section("logicalTypeOptions");
    Section absent =
        new Section(
            property.path("logicalTypeOptions"),
            new Mapping(property.mapping().line(), Map.of(), 0),
            property.faults());
    Keys known = BY_TYPE.get(logicalType);
    if (options == null || known == null) {
      return absent;
    }
    Map<String, YamlValue.Entry> own = new LinkedHashMap<>();
    options
        .mapping()
        .entries()
        .forEach(
            (key, entry) -> {
              if (known.shapes().containsKey(key)) {
                own.put(key, entry);
              } else {
                options.fault(key, notAnOption(key, logicalType, known));
              }
            });
    Section checked =
        new Section(
            options.path(), new Mapping(options.mapping().line(), own, 0), options.faults());
    known.check(checked.path(), checked.mapping(), checked.faults());
    return checked;
  }

  private static String notAnOption(String key, String logicalType, Keys known) {
    if (logicalType.equals("object") && UNSUPPORTED.containsKey(key)) {
      return "is not supported; " + UNSUPPORTED.get(key);
    }
    List<String> others =
        BY_TYPE.entrySet().stream()
            .filter(entry -> entry.getValue().shapes().containsKey(key))
            .map(Map.Entry::getKey)
            .toList();
    String hint = Suggestion.among(key, known.shapes().keySet());
    return others.isEmpty()
        ? "unknown option of " + logicalType + hint
        : "is an option of " + String.join(", ", others) + ", not of " + logicalType + hint;
  }

  private static Keys numbers(Shape format) {
    return keys(
        "minimum", NUMBER,
        "maximum", NUMBER,
        "exclusiveMinimum", NUMBER,
        "exclusiveMaximum", NUMBER,
        "multipleOf", NUMBER,
        "format", format);
  }
}
