package io.millrace.contract;

import static io.millrace.contract.Shape.ANY;
import static io.millrace.contract.Shape.FLAG;
import static io.millrace.contract.Shape.NUMBER;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;
import static io.millrace.contract.Shape.mapOf;
import static io.millrace.contract.Shape.oneOf;
import static io.millrace.contract.Shape.whole;
import static io.millrace.contract.StandardParts.CUSTOM_PROPERTIES;
import static io.millrace.contract.StandardParts.DEFINITIONS;
import static io.millrace.contract.StandardParts.TAGS;

import io.millrace.contract.Shape.Keys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The standard's {@code schema[]}: an object, its properties, their quality rules. */
final class StandardSchema {

  static final Keys QUALITY =
      keys(
          "id", TEXT,
          "type", oneOf("text", "library", "sql", "custom"),
          "name", TEXT,
          "description", TEXT,
          "metric", TEXT,
          "arguments", mapOf(ANY),
          "mustBe", ANY,
          "mustNotBe", ANY,
          "mustBeGreaterThan", NUMBER,
          "mustBeGreaterOrEqualTo", NUMBER,
          "mustBeLessThan", NUMBER,
          "mustBeLessOrEqualTo", NUMBER,
          "mustBeBetween", listOf(NUMBER),
          "mustNotBeBetween", listOf(NUMBER),
          "unit", TEXT,
          "severity", TEXT,
          "dimension",
              oneOf(
                  "accuracy",
                  "completeness",
                  "conformity",
                  "consistency",
                  "coverage",
                  "timeliness",
                  "uniqueness"),
          "businessImpact", TEXT,
          "method", TEXT,
          "schedule", TEXT,
          "scheduler", TEXT,
          "query", TEXT,
          "engine", TEXT,
          "implementation", ANY,
          "rule", TEXT,
          "tags", TAGS,
          "customProperties", CUSTOM_PROPERTIES,
          "authoritativeDefinitions", DEFINITIONS);

  private static final Map<String, Shape> ELEMENT =
      keys(
              "id", TEXT,
              "name", TEXT,
              "physicalName", TEXT,
              "physicalType", TEXT,
              "description", TEXT,
              "businessName", TEXT,
              "authoritativeDefinitions", DEFINITIONS,
              "tags", TAGS,
              "customProperties", CUSTOM_PROPERTIES,
              "quality", listOf(QUALITY),
              "properties", new Shape.ListOf(StandardSchema::property))
          .shapes();

  /** What a property and the items of an array have in common. */
  private static final Map<String, Shape> TYPED =
      joined(
          ELEMENT,
          keys(
              "logicalType",
                  oneOf(
                      "string",
                      "integer",
                      "number",
                      "boolean",
                      "date",
                      "time",
                      "timestamp",
                      "object",
                      "array"),
              "logicalTypeOptions", mapOf(ANY),
              "required", FLAG,
              "unique", FLAG,
              "primaryKey", FLAG,
              "primaryKeyPosition", whole(-1),
              "partitioned", FLAG,
              "partitionKeyPosition", whole(-1),
              "classification", TEXT,
              "encryptedName", TEXT,
              "transformSourceObjects", listOf(TEXT),
              "transformLogic", TEXT,
              "transformDescription", TEXT,
              "examples", listOf(ANY),
              "criticalDataElement", FLAG,
              "items", new Shape.Nested(StandardSchema::items),
              "relationships",
                  listOf(
                      keys(
                          "type",
                          oneOf("foreignKey"),
                          "to!",
                          ANY,
                          "customProperties",
                          CUSTOM_PROPERTIES))));

  private static final Keys PROPERTY = new Keys(TYPED, Set.of("name", "logicalType"));

  private static final Keys ITEMS = new Keys(TYPED, Set.of("logicalType"));

  /** An entry of {@code schema}. */
  static final Keys OBJECT =
      new Keys(
          joined(
              ELEMENT,
              keys(
                  "logicalType", oneOf("object"),
                  "dataGranularityDescription", TEXT,
                  "relationships",
                      listOf(
                          keys(
                              "type",
                              oneOf("foreignKey"),
                              "from!",
                              ANY,
                              "to!",
                              ANY,
                              "customProperties",
                              CUSTOM_PROPERTIES)))),
          Set.of("name"));

  private StandardSchema() {}

  private static Shape property() {
    return PROPERTY;
  }

  private static Shape items() {
    return ITEMS;
  }

  private static Map<String, Shape> joined(Map<String, Shape> some, Keys others) {
    Map<String, Shape> all = new LinkedHashMap<>(some);
    all.putAll(others.shapes());
    return all;
  }
}
