package io.millrace.contract;

import static io.millrace.contract.Shape.ANY;
import static io.millrace.contract.Shape.NUMBER;
import static io.millrace.contract.Shape.STABLE_ID;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;
import static io.millrace.contract.Shape.mapOf;
import static io.millrace.contract.Shape.oneOf;

import io.millrace.contract.Shape.Keys;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import java.util.Map;

/** The standard's {@code quality[]}: each type of check has keys of its own. */
final class StandardQuality {

  private static final Keys COMMON =
      keys(
          "id", STABLE_ID,
          "type", oneOf("text", "library", "sql", "custom"),
          "name", TEXT,
          "description", TEXT,
          "dimension",
              oneOf(
                  "accuracy",
                  "completeness",
                  "conformity",
                  "consistency",
                  "coverage",
                  "timeliness",
                  "uniqueness"),
          "severity", TEXT,
          "businessImpact", TEXT,
          "method", TEXT,
          "unit", TEXT,
          "schedule", TEXT,
          "scheduler", TEXT,
          "tags", StandardParts.TAGS,
          "customProperties", StandardParts.CUSTOM_PROPERTIES,
          "authoritativeDefinitions", StandardParts.DEFINITIONS);

  private static final Keys OPERATORS =
      keys(
          "mustBe", ANY,
          "mustNotBe", ANY,
          "mustBeGreaterThan", NUMBER,
          "mustBeGreaterOrEqualTo", NUMBER,
          "mustBeLessThan", NUMBER,
          "mustBeLessOrEqualTo", NUMBER,
          "mustBeBetween", listOf(NUMBER),
          "mustNotBeBetween", listOf(NUMBER));

  private static final Map<String, Keys> BY_TYPE =
      Map.of(
          "text", COMMON,
          "library",
              COMMON
                  .and(OPERATORS)
                  .and(keys("metric!", TEXT, "arguments", mapOf(ANY), "rule", TEXT)),
          "sql", COMMON.and(OPERATORS).and(keys("query!", TEXT)),
          "custom",
              COMMON.and(keys("engine!", TEXT, "implementation!", new Shape.TextOr(mapOf(ANY)))));

  /** A check: the keys of its type, which is {@code library} where there is none. */
  static final Shape CHECK = new Shape.Chosen(StandardQuality::shape);

  private StandardQuality() {}

  private static Shape shape(Mapping check) {
    YamlValue.Entry type = check.entries().get("type");
    String name = type != null && type.value() instanceof Scalar scalar ? scalar.text() : "";
    Keys known = BY_TYPE.get(type == null ? "library" : name);
    return known == null ? new Shape.AtLeast("type", COMMON.shape("type")) : known;
  }
}
