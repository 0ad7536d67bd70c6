package io.millrace.contract;

import static io.millrace.contract.Shape.ANY;
import static io.millrace.contract.Shape.STABLE_ID;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;

import io.millrace.contract.Shape.Keys;

/** What several sections of the standard have in common. */
final class StandardParts {

  static final Shape TAGS = listOf(TEXT);

  static final Shape CUSTOM_PROPERTIES =
      listOf(keys("id", STABLE_ID, "property!", TEXT, "value!", ANY, "description", TEXT));

  static final Shape DEFINITIONS =
      listOf(keys("id", STABLE_ID, "url!", TEXT, "type!", TEXT, "description", TEXT));

  static final Keys ROLE =
      keys(
          "id", STABLE_ID,
          "role!", TEXT,
          "description", TEXT,
          "access", TEXT,
          "firstLevelApprovers", TEXT,
          "secondLevelApprovers", TEXT,
          "customProperties", CUSTOM_PROPERTIES);

  private StandardParts() {}
}
