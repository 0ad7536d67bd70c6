package io.millrace.contract;

import static io.millrace.contract.ContractText.PROPERTIES;
import static io.millrace.contract.ContractText.SMALL;
import static io.millrace.contract.ContractText.assertOnlyFault;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with quality checks. */
class QualityFaultsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { mustBe: 0 }                                        | .metric | is missing
          { metric: nulValues, mustBe: 0 }                     | .metric | did you mean "nullValues"?
          { metric: rowCount, mustBe: 0 }                      | .metric | move it to schema[0].quality
          { metric: nullValues }                               | ` `     | must compare by one of mustBe
          { metric: nullValues, mustBe: 0, mustNotBe: 1 }      | ` `     | has mustBe, mustNotBe
          { metric: nullValues, mustBe: none }                 | .mustBe | must be a number
          { metric: nullValues, mustBeLessThan: "5" }          | .mustBeLessThan | must be
          { metric: nullValues, mustBeBetween: [5] }           | .mustBeBetween | the smaller first
          { metric: nullValues, mustBeBetween: [5, 1] }        | .mustBeBetween | the smaller first
          { metric: nullValues, mustBe: 0, unit: rows% }       | .unit   | is not one of rows, percent
          { metric: nullValues, mustBe: 0, dimension: speed }  | .dimension | is not one of accuracy
          { metric: nullValues, mustBe: 0, arguments: { a: 1 } } | .arguments | takes no arguments
          { metric: missingValues, mustBe: 0 }                 | .arguments | needs missingValues
          { metric: invalidValues, mustBe: 0 }                 | .arguments | needs validValues or pattern
          { metric: invalidValues, mustBe: 0, arguments: { pattern: "[" } } | .arguments.pattern | is not a regular expression
          { metric: invalidValues, mustBe: 0, arguments: { valid: [] } }    | .arguments.valid | unknown key
          { metric: duplicateValues, mustBe: 0, arguments: { properties: [id] } } | .arguments | move the check there
          { type: sql, mustBe: 0 }                             | .query  | is missing
          { type: sql, query: q }                              | ` `     | must compare by one of mustBe
          { type: custom, engine: soda }                       | .implementation | is missing
          { type: text, metric: nullValues }                   | .metric | unknown key
          { type: libary, metric: nullValues, mustBe: 0 }      | .type   | did you mean "library"?
          """)
  void ofAProperty(String check, String path, String message) {
    assertOnlyFault(
        SMALL.property("{ name: x, logicalType: string, quality: [" + check + "] }").yaml(),
        PROPERTIES + "[2].quality[0]" + path.strip(),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { metric: nullValues, mustBe: 0 }       | .metric | move it to that property's quality
          { metric: duplicateValues, mustBe: 0 }  | .arguments | name the properties that are unique together
          { metric: duplicateValues, mustBe: 0, arguments: { properties: [idd] } } | .arguments.properties[0] | did you mean "id"?
          """)
  void ofTheStream(String check, String path, String message) {
    assertOnlyFault(
        SMALL.stream("quality: [" + check + "]").yaml(), "schema[0].quality[0]" + path, message);
  }
}
