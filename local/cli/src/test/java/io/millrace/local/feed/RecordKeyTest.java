package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "id   | {\"id\": \"a b\"}          | a b",
        "id   | {\"id\": 7}                | 7",
        "id   | {\"id\": [1, \"x\"]}       | [1,\"x\"]",
        "u.id | {\"u\": {\"id\": \"zoë\"}} | zoë",
        "u.id | {\"u.id\": 1}              | none",
        "u.id | {\"u\": 5}                 | none",
        "id   | {\"id\": null}             | none",
        "id   | {\"other\": 1}             | none",
        "id   | [1]                        | none",
        "id   | {\"id\": \"cut             | none",
        "id   | ''                         | none",
      })
  void theValueOfThePropertyIsTheKey(String property, String line, String key) {
    byte[] found = RecordKey.of(property).of(line.getBytes(UTF_8));
    assertThat(found == null ? null : new String(found, UTF_8)).isEqualTo(key);
  }
}
