package io.millrace.contract;

import static io.millrace.contract.ContractText.CUSTOM;
import static io.millrace.contract.ContractText.SMALL;
import static io.millrace.contract.ContractText.assertOnlyFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with rollups and sessions. */
class AggregateFaultsTest {

  private static final ContractText SHOP =
      SMALL.property(
          "{ name: total, logicalType: number, physicalType: 'DECIMAL(12,2)' }",
          "{ name: ratio, logicalType: number }",
          "{ name: ok, logicalType: boolean }",
          "{ name: day, logicalType: date }",
          "{ name: n, logicalType: integer, physicalType: INT }",
          "{ name: mail, logicalType: string, classification: restricted, encryptedName: mail_hash }",
          "{ name: extra, logicalType: object }",
          "{ name: device, logicalType: object, properties: [{ name: kind, logicalType: string }] }",
          "{ name: device_kind, logicalType: string }",
          "{ name: old_m, logicalType: string }",
          "{ name: new_m, logicalType: string }",
          "{ name: lines, logicalType: array, items: { logicalType: object, properties:"
              + " [{ name: sku, logicalType: string }] } }");

  private static final String VALUE = CUSTOM + "[1].value";

  /** Names a rollup whose other parts are right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1st            | .name | a letter first
          too_late       | .name | already the name of the stream's table
          a2345678901234567890123456789012345678901234567 | .name | use at most 44
          """)
  void rollupName(String name, String path, String message) {
    assertOnlyFault(
        rollup(name, "{ type: tumbling, size: PT1M }", "{ n: { count: \"*\" } }", ""),
        VALUE + "[0]" + path,
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { type: tumblin, size: PT1M }                          | .type   | did you mean "tumbling"?
          { type: tumbling }                                     | .size   | is missing
          { type: tumbling, size: 1m }                           | .size   | is not an ISO-8601 duration
          { type: tumbling, size: PT0S }                         | .size   | out of range
          { type: tumbling, size: PT1M, slide: PT1S }            | .slide  | a tumbling window has no slide
          { type: sliding, size: PT1M }                          | .slide  | is missing; a sliding window needs it
          { type: sliding, size: PT1M, step: PT1S, slide: PT1S } | .step   | use slide
          { type: sliding, size: PT1M, slide: PT7S }             | .slide  | does not divide size PT1M
          { type: sliding, size: PT1M, slide: PT2M }             | .slide  | does not divide
          { type: cumulative, size: P1D }                        | .step   | a cumulative window needs it
          { type: cumulative, size: P1D, step: PT7H }            | .step   | does not divide
          { type: tumbling, size: PT1M, offset: PT1M }           | .offset | must be less than PT1M
          { type: tumbling, size: PT1M, offset: -PT1S }          | .offset | out of range
          { type: tumbling, size: PT1M, timeZone: Europe/Paris } | .timeZone | only windows of whole days
          { type: tumbling, size: P1D, timeZone: Europe/Pari }   | .timeZone | did you mean "Europe/Paris"?
          { type: tumbling, size: P1D, zone: UTC }               | .zone   | unknown key
          """)
  void window(String window, String path, String message) {
    assertOnlyFault(
        rollup("r", window, "{ n: { count: \"*\" } }", ""), VALUE + "[0].window" + path, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                         | ` `   | has no measure
          { m: {} }                                  | .m    | must say one thing to measure
          { m: { sum: total, max: total } }          | .m    | says sum, max
          { m: { median: total } }                   | .m.median | unknown key
          { m: { sum: totl } }                       | .m.sum | did you mean "total"?
          { m: { sum: "*" } }                        | .m.sum | there is no property "*"
          { m: { count: 1 } }                        | .m.count | must be a string
          { m: { sum: id } }                         | .m.sum | use an integer or a number
          { m: { avg: day } }                        | .m.avg | use an integer or a number
          { m: { min: ok } }                         | .m.min | use a number, string, date
          { m: { max: mail } }                       | .m.max | that is not restricted
          { m: { max: device } }                     | .m.max | does not serve here
          { m: { approxDistinct: extra } }           | .m.approxDistinct | neither object, array nor JSON
          { m: { approxDistinct: lines.sku } }       | .m.approxDistinct | is inside an array
          { m: { quantile: total } }                 | .m.q  | is missing; a quantile needs its rank
          { m: { quantile: total, q: 1.5 } }         | .m.q  | must be from 0 to 1, is 1.5
          { m: { quantile: total, q: half } }        | .m.q  | must be a finite number
          { m: { sum: total, q: 0.5 } }              | .m.q  | only a quantile has a rank
          { _m: { count: "*" } }                     | ._m   | a letter first
          { revision: { count: "*" } }               | .revision | a column that every rollup has
          { m: { count: "*" }, M: { count: "*" } }   | .M    | already the name of
          """)
  void measures(String measures, String path, String message) {
    assertOnlyFault(
        rollup("r", "{ type: tumbling, size: PT1M }", measures, ""),
        VALUE + "[0].measures" + path.strip(),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          groupBy: [device]              | .groupBy[0] | neither object, array nor JSON
          groupBy: [devce.kind]          | .groupBy[0] | did you mean "device.kind"?
          groupBy: [id, id]              | .groupBy[1] | is here twice
          groupBy: [device.kind, device_kind] | .groupBy | "device_kind" is already the name of
          groupBy: [old_m]               | .measures | "old_m" is already the name of a group column
          groupBy: [id, new_m]           | .measures | "new_m" is already the name of a group column
          groupBy: [lines.sku]           | .groupBy[0] | is inside an array
          groupBy: id                    | .groupBy | must be a list
          groupBy: [5]                   | .groupBy[0] | must be a string
          where: { id: a }               | .where.id | write a list of allowed values, { not: [...] } or { notNull: true }
          where: { id: [] }              | .where.id | has no value
          where: { id: [5] }             | .where.id | write a string, in quotes
          where: { idd: [a] }            | .where.idd | did you mean "id"?
          where: { id: { nott: [a] } }   | .where.id | is not a condition
          where: { id: { notNull: false } } | .where.id | is not a condition
          where: { id: { not: [a], notNull: true } } | .where.id | is not a condition
          where: { ok: ["true"] }        | .where.ok | write true or false
          where: { n: [1.5] }            | .where.n | write a number that fits it
          where: { n: [3000000000] }     | .where.n | write a number that fits it
          where: { total: [1.234] }      | .where.total | write a number that fits it
          where: { day: ["1.1.26"] }     | .where.day | write it as ISO-8601 text
          where: { ratio: [0.5] }        | .where.ratio | cannot be compared
          where: { mail: [a@b.c] }       | .where.mail | cannot be compared
          where: { extra: [a] }          | .where.extra | use { notNull: true }
          having: { n: 1 }               | .having | unknown key
          """)
  void groupsAndConditions(String line, String path, String message) {
    assertOnlyFault(
        rollup("r", "{ type: tumbling, size: PT1M }", "{ m: { count: \"*\" } }", ", " + line),
        VALUE + "[0]" + path,
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { key: [id], gap: PT1M }                              | .name | is missing
          { name: s, gap: PT1M }                                | .key  | is missing
          { name: s, key: [], gap: PT1M }                       | .key  | has no property
          { name: s, key: [extra], gap: PT1M }                  | .key[0] | neither object, array nor JSON
          { name: s, key: [id] }                                | .gap  | is missing
          { name: s, key: [id], gap: 30 min }                   | .gap  | is not an ISO-8601 duration
          { name: s, key: [id], gap: PT30M, maxLength: PT10M }  | .maxLength | is less than gap PT30M
          { name: s, key: [id], gap: PT1M, first: [lines.sku] } | .first[0] | is inside an array
          { name: s, key: [id], gap: PT1M, last: [nope] }       | .last[0] | there is no property "nope"
          { name: s, key: [id], gap: PT1M, first: [day], measures: { first_day: { count: "*" } } } | .measures.first_day | already the name of
          { name: s, key: [id], gap: PT1M, where: {} }          | .where | unknown key
          { name: too_late, key: [id], gap: PT1M }              | .name | already the name of the stream's table
          """)
  void session(String session, String path, String message) {
    assertOnlyFault(
        SHOP.custom("{ property: sessions, value: [" + session + "] }").yaml(),
        VALUE + "[0]" + path,
        message);
  }

  @Test
  void aSessionAndARollupOfOneName() {
    assertOnlyFault(
        SHOP.custom(
                "{ property: rollups, value: [{ name: visits, window: { type: tumbling, size: PT1M },"
                    + " measures: { n: { count: '*' } } }] }",
                "{ property: sessions, value: [{ name: Visits, key: [id], gap: PT1M }] }")
            .yaml(),
        CUSTOM + "[2].value[0].name",
        "\"events_Visits\" is already the name of a table of this stream");
  }

  @Test
  void rollupsAreAList() {
    assertOnlyFault(
        SHOP.custom("{ property: rollups, value: { name: r } }").yaml(), VALUE, "must be a list");
  }

  @Test
  void aNameThatLeavesNoRoom() {
    String stream = "s".repeat(54);
    assertOnlyFault(
        SHOP.custom("{ property: sessions, value: [{ name: sessions9, key: [id], gap: PT1M }] }")
            .yaml()
            .replace("name: events", "name: " + stream),
        VALUE + "[0].name",
        "has 9 characters; use at most 8");
  }

  private static String rollup(String name, String window, String measures, String more) {
    return SHOP.custom(
            "{ property: rollups, value: [{ name: "
                + name
                + ", window: "
                + window
                + ", measures: "
                + measures
                + more
                + " }] }")
        .yaml();
  }
}
