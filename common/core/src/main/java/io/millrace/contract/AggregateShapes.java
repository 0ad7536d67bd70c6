package io.millrace.contract;

import static io.millrace.contract.Shape.ANY;
import static io.millrace.contract.Shape.NUMBER;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;
import static io.millrace.contract.Shape.mapOf;
import static io.millrace.contract.Shape.oneOf;

/** What {@code rollups} and {@code sessions} look like. */
final class AggregateShapes {

  private static final Shape MEASURES =
      mapOf(
          keys(
              "count", TEXT,
              "sum", TEXT,
              "min", TEXT,
              "max", TEXT,
              "avg", TEXT,
              "approxDistinct", TEXT,
              "quantile", TEXT,
              "q", NUMBER));

  static final Shape ROLLUPS =
      listOf(
          keys(
              "name!", TEXT,
              "window!",
                  keys(
                      "type!", oneOf("tumbling", "sliding", "cumulative"),
                      "size!", TEXT,
                      "slide", TEXT,
                      "step", TEXT,
                      "offset", TEXT,
                      "timeZone", TEXT),
              "where", mapOf(ANY),
              "groupBy", listOf(TEXT),
              "measures!", MEASURES));

  static final Shape SESSIONS =
      listOf(
          keys(
              "name!", TEXT,
              "key!", listOf(TEXT),
              "gap!", TEXT,
              "maxLength", TEXT,
              "first", listOf(TEXT),
              "last", listOf(TEXT),
              "measures", MEASURES));

  private AggregateShapes() {}
}
