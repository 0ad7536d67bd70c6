package io.millrace.contract;

import static io.millrace.contract.Shape.ANY_SCALAR;
import static io.millrace.contract.Shape.NUMBER;
import static io.millrace.contract.Shape.STABLE_ID;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;
import static io.millrace.contract.Shape.oneOf;
import static io.millrace.contract.StandardParts.CUSTOM_PROPERTIES;
import static io.millrace.contract.StandardParts.DEFINITIONS;
import static io.millrace.contract.StandardParts.TAGS;

import io.millrace.contract.Shape.Keys;

/**
 * The document that the Open Data Contract Standard v3.1 describes, as shapes. Its {@code schema}
 * is in {@link StandardSchema}, its {@code servers} in {@link StandardServers}.
 */
final class Standard {

  private static final Keys TEAM_MEMBER =
      keys(
          "id", STABLE_ID,
          "username!", TEXT,
          "name", TEXT,
          "description", TEXT,
          "role", TEXT,
          "dateIn", TEXT,
          "dateOut", TEXT,
          "replacedByUsername", TEXT,
          "tags", TAGS,
          "customProperties", CUSTOM_PROPERTIES,
          "authoritativeDefinitions", DEFINITIONS);

  private static final Keys TEAM =
      keys(
          "id", STABLE_ID,
          "name", TEXT,
          "description", TEXT,
          "members", listOf(TEAM_MEMBER),
          "tags", TAGS,
          "customProperties", CUSTOM_PROPERTIES,
          "authoritativeDefinitions", DEFINITIONS);

  private static final Keys SUPPORT_CHANNEL =
      keys(
          "id", STABLE_ID,
          "channel!", TEXT,
          "url", TEXT,
          "description", TEXT,
          "tool", TEXT,
          "scope", TEXT,
          "invitationUrl", TEXT,
          "customProperties", CUSTOM_PROPERTIES);

  private static final Keys DESCRIPTION =
      keys(
          "usage", TEXT,
          "purpose", TEXT,
          "limitations", TEXT,
          "authoritativeDefinitions", DEFINITIONS,
          "customProperties", CUSTOM_PROPERTIES);

  private static final Keys SERVICE_LEVEL =
      keys(
          "id", STABLE_ID,
          "property!", TEXT,
          "value!", ANY_SCALAR,
          "valueExt", ANY_SCALAR,
          "unit", TEXT,
          "element", TEXT,
          "driver", TEXT,
          "description", TEXT,
          "scheduler", TEXT,
          "schedule", TEXT);

  /** A whole contract. Millrace itself cannot do without a {@code schema}. */
  static final Keys CONTRACT =
      keys(
          "apiVersion!", oneOf("v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0"),
          "kind!", oneOf("DataContract"),
          "id!", TEXT,
          "version!", TEXT,
          "status!", TEXT,
          "name", TEXT,
          "tenant", TEXT,
          "domain", TEXT,
          "dataProduct", TEXT,
          "description", DESCRIPTION,
          "tags", TAGS,
          "servers", listOf(StandardServers.SERVER),
          "schema!", listOf(StandardSchema.OBJECT),
          "support", listOf(SUPPORT_CHANNEL),
          "price",
              keys(
                  "id", STABLE_ID, "priceAmount", NUMBER, "priceCurrency", TEXT, "priceUnit", TEXT),
          "team", new Shape.Either(TEAM, listOf(TEAM_MEMBER)),
          "roles", listOf(StandardParts.ROLE),
          "slaDefaultElement", TEXT,
          "slaProperties", listOf(SERVICE_LEVEL),
          "authoritativeDefinitions", DEFINITIONS,
          "customProperties", CUSTOM_PROPERTIES,
          "contractCreatedTs", TEXT);

  private Standard() {}
}
