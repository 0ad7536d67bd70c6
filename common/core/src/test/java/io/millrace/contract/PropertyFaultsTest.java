package io.millrace.contract;

import static io.millrace.contract.ContractText.PROPERTIES;
import static io.millrace.contract.ContractText.SMALL;
import static io.millrace.contract.ContractText.assertOnlyFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with one property: its name, type, options, keys. */
class PropertyFaultsTest {

  /** The property's text, the path under it, part of the message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: 1st, logicalType: string                    | name | a letter first
          name: _x, logicalType: string                     | name | a letter first
          name: a-b, logicalType: string                    | name | letters, digits and underscores
          name: a.b, logicalType: string                    | name | letters, digits and underscores
          name: größe, logicalType: string                  | name | letters, digits and underscores
          name: "", logicalType: string                     | name | letters, digits and underscores
          name: n2345678901234567890123456789012345678901234567890123456789012345, logicalType: string | name | at most 63
          name: ID, logicalType: string                     | name | "ID" is already the name of
          name: event_date, logicalType: date               | name | a folder level of the lake
          name: Event_Hour, logicalType: integer            | name | a folder level of the lake
          name: 5, logicalType: string                      | name | a string (in quotes: "5")
          name: , logicalType: string                       | name | must be a string, is empty
          logicalType: string                               | name | is missing
          name: x                                           | logicalType | is missing
          name: x, logicalType: strin                       | logicalType | did you mean "string"?
          name: x, logicalType: decimal                     | logicalType | is not one of array, boolean, date
          name: x, logicaltype: string, logicalType: string | logicaltype | did you mean "logicalType"?
          name: x, logicalType: string, requird: true       | requird | did you mean "required"?
          name: x, logicalType: string, required: yes       | required | must be true or false
          name: x, logicalType: string, physicalName: ""    | physicalName | must have 1 to 1000 characters
          name: x, logicalType: string, physicalName: id    | physicalName | two properties read the JSON member "id"
          name: x, logicalType: string, physicalType: INT   | physicalType | use STRING, TEXT or VARCHAR(n)
          name: x, logicalType: string, physicalType: JSON  | physicalType | does not go with logicalType string
          name: x, logicalType: integer, physicalType: DOUBLE    | physicalType | use INT (32 bits), BIGINT (64 bits) or DECIMAL(p,0)
          name: x, logicalType: integer, physicalType: HUGEINT   | physicalType | use INT (32 bits)
          name: x, logicalType: integer, physicalType: "DECIMAL(10,2)" | physicalType | use DECIMAL(10,0), or logicalType: number
          name: x, logicalType: integer, physicalType: NUMBER    | physicalType | such as DECIMAL(20,0)
          name: x, logicalType: number, physicalType: INT        | physicalType | use DOUBLE or DECIMAL(p,s)
          name: x, logicalType: number, physicalType: DECIMAL    | physicalType | such as DECIMAL(12,2)
          name: x, logicalType: number, physicalType: "DECIMAL(39,2)"  | physicalType | p from 1 to 38
          name: x, logicalType: number, physicalType: "DECIMAL(4,5)"   | physicalType | s from 0 to p
          name: x, logicalType: number, physicalType: "DECIMAL(4;2)"   | physicalType | use DOUBLE or DECIMAL(p,s)
          name: x, logicalType: number, physicalType: "DECIMAL(4"      | physicalType | write it in quotes
          name: x, logicalType: boolean, physicalType: INT       | physicalType | use BOOLEAN
          name: x, logicalType: date, physicalType: TIMESTAMP    | physicalType | use DATE
          name: x, logicalType: timestamp, physicalType: DATE    | physicalType | use TIMESTAMP
          name: x, logicalType: object, physicalType: ARRAY      | physicalType | use STRUCT or JSON
          name: x, logicalType: object, physicalType: JSON, properties: [{ name: y, logicalType: string }] | properties | leave out either
          name: x, logicalType: object, properties: []      | properties | has no property
          name: x, logicalType: string, properties: []      | properties | only logicalType object has properties
          name: x, logicalType: string, items: { logicalType: string } | items | only logicalType array has items
          name: x, logicalType: array                       | items | is missing; say what the array holds
          name: x, logicalType: array, items: {}            | items.logicalType | is missing
          name: x, logicalType: array, items: [string]      | items | must be a mapping, is a list
          name: x, logicalType: array, items: { logicalType: string, name: y } | items.name | have no name
          name: x, logicalType: array, physicalType: JSON, items: { logicalType: string } | items | leave out either
          name: x, logicalType: array, physicalType: JSON, logicalTypeOptions: { minItems: 1 } | logicalTypeOptions | keeps the array unseen
          name: x, logicalType: object, properties: [{ name: y, logicalType: string }, { name: Y, logicalType: date }] | properties[1].name | already the name of
          """)
  void shape(String property, String path, String message) {
    assertOnlyFault(
        SMALL.property("{ " + property + " }").yaml(), PROPERTIES + "[2]." + path, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          string  | minimum: 1                           | minimum | is an option of integer, number, date, time, timestamp, not of string
          string  | minlength: 1                         | minlength | did you mean "minLength"?
          string  | minLength: -1                        | minLength | an integer from 0
          string  | minLength: 1.5                       | minLength | an integer from 0
          string  | maxLength: 99999999999               | maxLength | an integer from 0
          string  | minLength: "1"                       | minLength | must be an integer
          string  | { minLength: 3, maxLength: 2 }       | minLength | is more than maxLength 2
          string  | pattern: "[a-"                       | pattern | is not a regular expression
          string  | pattern: "(?=a)b"                    | pattern | look-around is not supported
          string  | pattern: '(a)\\1'                    | pattern | back-references
          string  | pattern: '\\Qa\\E'                   | pattern | not of ECMA-262
          string  | pattern: "((a{99}){99}){99}"         | pattern | repeats too much
          string  | pattern: 5                           | pattern | must be a string
          string  | format: e-mail                       | format | did you mean "email"?
          integer | minLength: 1                         | minLength | is an option of string, not of integer
          integer | pattern: x                           | pattern | is an option of string
          integer | minimum: "1"                         | minimum | must be a finite number
          integer | minimum: .inf                        | minimum | must be a finite number
          integer | maximum: 1e999999999                 | maximum | must be a finite number
          integer | { minimum: 2, maximum: 1 }           | ` `     | no value can keep these bounds
          integer | { exclusiveMinimum: 1, exclusiveMaximum: 2 } | ` ` | no value can keep these bounds
          integer | minimum: 9223372036854775808         | ` `     | fit the column
          integer | multipleOf: 0                        | multipleOf | must be more than 0
          integer | multipleOf: -2                       | multipleOf | must be more than 0
          integer | format: u64                          | format | use physicalType DECIMAL(20,0)
          integer | format: f64                          | format | is not one of
          integer | { format: u8, minimum: 256 }         | ` `     | no value can keep these bounds
          number  | { minimum: 1, exclusiveMaximum: 1 }  | ` `     | no value can keep these bounds
          number  | format: i32                          | format | is not one of f32, f64
          number  | minItems: 1                          | minItems | is an option of array
          boolean | minimum: 0                           | minimum | not of boolean
          boolean | nonsense: 0                          | nonsense | unknown option of boolean
          date    | minimum: 20260101                    | minimum | must be a string
          date    | minimum: "1.1.2026"                  | minimum | such as 2026-11-23
          date    | minimum: "2026-02-30"                | minimum | is not a date
          date    | { minimum: "2026-01-02", maximum: "2026-01-01" } | ` ` | no value can keep these bounds
          date    | timezone: true                       | timezone | is an option of time, timestamp
          date    | format: "HH:mm"                      | format | do not say what a date needs
          date    | format: "YYYY-MM-dd"                 | format | a right one: yyyy-MM-dd
          time    | minimum: "25:00"                     | minimum | is not a time
          time    | format: "hh:mm"                      | format | do not say what a time needs
          timestamp | format: "yyyy-MM-ddTHH"            | format | is neither a pattern
          timestamp | format: "HH:mm"                    | format | do not say what a timestamp needs
          timestamp | maximum: "yesterday"               | maximum | such as 2026-11-23T13:14:15Z
          timestamp | defaultTimezone: Europe/Belin      | defaultTimezone | did you mean "Europe/Berlin"?
          timestamp | timezone: maybe                    | timezone | must be true or false
          object  | required: [a]                        | required | write required: true at each
          object  | minProperties: 1                     | minProperties | is not supported
          """)
  void option(String type, String options, String path, String message) {
    String flow = options.startsWith("{") ? options : "{ " + options + " }";
    assertOnlyFault(
        SMALL
            .property("{ name: x, logicalType: " + type + ", logicalTypeOptions: " + flow + " }")
            .yaml(),
        PROPERTIES + "[2].logicalTypeOptions" + (path.isBlank() ? "" : "." + path),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          minItems: 2.5                  | .minItems    | an integer from 0
          { minItems: 3, maxItems: 2 }   | .minItems    | is more than maxItems 2
          uniqueItems: 1                 | .uniqueItems | must be true or false
          minLength: 1                   | .minLength   | is an option of string, not of array
          """)
  void arrayOption(String options, String path, String message) {
    String flow = options.startsWith("{") ? options : "{ " + options + " }";
    assertOnlyFault(
        SMALL
            .property(
                "{ name: x, logicalType: array, items: { logicalType: string }, logicalTypeOptions: "
                    + flow
                    + " }")
            .yaml(),
        PROPERTIES + "[2].logicalTypeOptions" + path,
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          INT      | maximum: 3000000000, minimum: 2999999999 | ` ` | fit the column
          INT      | format: i64             | .format | use physicalType BIGINT
          SMALLINT | minimum: 40000          | ` ` | fit the column
          "DECIMAL(5,0)" | minimum: 100000   | ` ` | fit the column
          """)
  void narrowedInteger(String physicalType, String options, String path, String message) {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: x, logicalType: integer, physicalType: "
                    + physicalType
                    + ", logicalTypeOptions: { "
                    + options
                    + " } }")
            .yaml(),
        PROPERTIES + "[2].logicalTypeOptions" + path.strip(),
        message);
  }

  @Test
  void decimalHasNoFloatFormat() {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: x, logicalType: number, physicalType: 'DECIMAL(5,2)',"
                    + " logicalTypeOptions: { format: f32 } }")
            .yaml(),
        PROPERTIES + "[2].logicalTypeOptions.format",
        "leave one of the two out");
  }

  /** Restricted values need a column for their hash, and only strings and integers have one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          logicalType: string, classification: restricted                          | encryptedName  | such as x_hash
          logicalType: string, classification: Restricted                          | encryptedName  | is missing
          logicalType: string, encryptedName: x_hash                               | encryptedName  | add classification: restricted
          logicalType: string, classification: public, encryptedName: x_hash       | encryptedName  | add classification: restricted
          logicalType: string, classification: restricted, encryptedName: x        | encryptedName  | already the name of
          logicalType: string, classification: restricted, encryptedName: AT       | encryptedName  | already the name of
          logicalType: string, classification: restricted, encryptedName: _h       | encryptedName  | a letter first
          logicalType: number, classification: restricted, encryptedName: h        | classification | only a string or an integer
          logicalType: object, classification: restricted, encryptedName: h        | classification | restrict the strings and integers inside
          logicalType: array, items: { logicalType: string, classification: restricted } | items.classification | use items of logicalType object
          """)
  void restriction(String property, String path, String message) {
    assertOnlyFault(
        SMALL.property("{ name: x, " + property + " }").yaml(),
        PROPERTIES + "[2]." + path,
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          logicalType: string, primaryKey: true                                  | primaryKeyPosition | number them 1 to 2
          logicalType: string, primaryKey: true, primaryKeyPosition: 1           | primaryKeyPosition | 1 is here twice
          logicalType: string, primaryKey: true, primaryKeyPosition: 3           | primaryKeyPosition | from 1 to 2
          logicalType: string, primaryKey: true, primaryKeyPosition: 0           | primaryKeyPosition | from 1 to 2
          logicalType: string, primaryKeyPosition: 2                             | primaryKeyPosition | needs primaryKey: true
          logicalType: number, primaryKey: true, primaryKeyPosition: 2           | primaryKey | cannot be of this type
          logicalType: object, primaryKey: true, primaryKeyPosition: 2           | primaryKey | use a string, integer
          logicalType: string, partitionKeyPosition: 1                           | partitionKeyPosition | needs partitioned: true
          logicalType: string, partitioned: true, partitionKeyPosition: 2        | partitionKeyPosition | from 1 to 1
          logicalType: timestamp, partitioned: true                              | partitioned | use a string, integer, boolean or date
          logicalType: string, classification: restricted, encryptedName: h, partitioned: true | partitioned | not restricted
          """)
  void key(String property, String path, String message) {
    assertOnlyFault(
        SMALL.property("{ name: x, " + property + " }").yaml(),
        PROPERTIES + "[2]." + path,
        message);
  }

  @Test
  void aKeyInsideAnArrayIsNone() {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: x, logicalType: array, items: { logicalType: object, properties: ["
                    + "{ name: y, logicalType: string, partitioned: true }] } }")
            .yaml(),
        PROPERTIES + "[2].items.properties[0].partitioned",
        "is inside an array");
  }

  @Test
  void partitionFoldersNeedNamesOfTheirOwn() {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: a_b, logicalType: string, partitioned: true, partitionKeyPosition: 1 }",
                "{ name: a, logicalType: object, properties: [{ name: b, logicalType: string,"
                    + " partitioned: true, partitionKeyPosition: 2 }] }")
            .yaml(),
        PROPERTIES + "[3].properties[0].partitioned",
        "another partition key's folders");
  }

  @Test
  void partitionFoldersAreNotNamedLikeAnotherColumn() {
    assertOnlyFault(
        SMALL
            .property(
                "{ name: A_b, logicalType: string }",
                "{ name: a, logicalType: object, properties: [{ name: b, logicalType: string,"
                    + " partitioned: true, partitionKeyPosition: 1 }] }")
            .yaml(),
        PROPERTIES + "[3].properties[0].partitioned",
        "\"a_b\" is already the name of a column of the lake");
  }

  @Test
  void nestedTooDeep() {
    String open = "{ name: x, logicalType: object, properties: [";
    assertOnlyFault(
        SMALL
            .property(open.repeat(17) + "{ name: y, logicalType: string }" + "] }".repeat(17))
            .yaml(),
        PROPERTIES + "[2]" + ".properties[0]".repeat(15) + ".properties",
        "deeper than 16 levels");
  }

  @Test
  void tooManyProperties() {
    StringBuilder properties = new StringBuilder("{ name: x, logicalType: object, properties: [");
    for (int i = 0; i < 2_100; i++) {
      properties.append("{ name: p").append(i).append(", logicalType: string }, ");
    }
    assertOnlyFault(
        SMALL.property(properties + "] }").yaml(),
        PROPERTIES + "[2].properties[1998]",
        "more than 2000 properties");
  }
}
