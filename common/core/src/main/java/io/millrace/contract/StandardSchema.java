package io.millrace.contract;

import static io.millrace.contract.Shape.ANY;
import static io.millrace.contract.Shape.FLAG;
import static io.millrace.contract.Shape.STABLE_ID;
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
import java.util.regex.Pattern;

/** The standard's {@code schema[]}: an object, its properties, their quality rules. */
final class StandardSchema {

  private static final Shape TARGET =
      new Shape.Matching(
          Pattern.compile(
              "[A-Za-z_]\\w*\\.[A-Za-z_]\\w*"
                  + "|((https?://)?[\\w./-]+\\.yaml#)?/?[A-Za-z_]\\w*/[\\w-]+(/[A-Za-z_]\\w*/[\\w-]+)*"),
          "a reference: stream.property, or a path such as schema/id/properties/id");

  /** One property, or the several of a composite key. */
  private static final Shape REFERENCE = new Shape.Either(TARGET, new Shape.Some(listOf(TARGET)));

  private static final Keys ELEMENT =
      keys(
          "id", STABLE_ID,
          "name", TEXT,
          "physicalName", TEXT,
          "physicalType", TEXT,
          "description", TEXT,
          "businessName", TEXT,
          "authoritativeDefinitions", DEFINITIONS,
          "tags", TAGS,
          "customProperties", CUSTOM_PROPERTIES,
          "quality", listOf(StandardQuality.CHECK),
          "properties", new Shape.ListOf(StandardSchema::property));

  /** What a property and the items of an array have in common. */
  private static final Keys TYPED =
      ELEMENT.and(
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
                          REFERENCE,
                          "customProperties",
                          CUSTOM_PROPERTIES))));

  private static final Keys PROPERTY = TYPED.requiring("name", "logicalType");

  private static final Keys ITEMS = TYPED.requiring("logicalType");

  /** An entry of {@code schema}. */
  static final Keys OBJECT =
      ELEMENT
          .and(
              keys(
                  "logicalType", oneOf("object"),
                  "dataGranularityDescription", TEXT,
                  "relationships",
                      listOf(
                          keys(
                              "type",
                              oneOf("foreignKey"),
                              "from!",
                              REFERENCE,
                              "to!",
                              REFERENCE,
                              "customProperties",
                              CUSTOM_PROPERTIES))))
          .requiring("name");

  private StandardSchema() {}

  private static Shape property() {
    return PROPERTY;
  }

  private static Shape items() {
    return ITEMS;
  }
}
