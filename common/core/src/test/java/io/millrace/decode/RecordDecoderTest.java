package io.millrace.decode;

import static io.millrace.decode.TestContracts.BOOL;
import static io.millrace.decode.TestContracts.DATE;
import static io.millrace.decode.TestContracts.DOUBLE;
import static io.millrace.decode.TestContracts.HASH_KEY;
import static io.millrace.decode.TestContracts.INT;
import static io.millrace.decode.TestContracts.JSON;
import static io.millrace.decode.TestContracts.LONG;
import static io.millrace.decode.TestContracts.TEXT;
import static io.millrace.decode.TestContracts.TIME;
import static io.millrace.decode.TestContracts.TIMESTAMP;
import static io.millrace.decode.TestContracts.contract;
import static io.millrace.decode.TestContracts.decimal;
import static io.millrace.decode.TestContracts.decoder;
import static io.millrace.decode.TestContracts.group;
import static io.millrace.decode.TestContracts.list;
import static io.millrace.decode.TestContracts.optional;
import static io.millrace.decode.TestContracts.record;
import static io.millrace.decode.TestContracts.required;
import static io.millrace.decode.TestContracts.restricted;
import static io.millrace.decode.TestContracts.row;
import static io.millrace.decode.TestContracts.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import io.millrace.event.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.openhft.hashing.LongHashFunction;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

  @Test
  void everyTypeIsReadBack() {
    StreamContract contract =
        contract(
            optional("text", TEXT),
            optional("int", INT),
            optional("long", LONG),
            optional("double", DOUBLE),
            optional("decimal", decimal(9, 2)),
            optional("big", decimal(38, 10)),
            optional("bool", BOOL),
            optional("date", DATE),
            optional("time", TIME),
            optional("when", TIMESTAMP),
            optional("group", group(optional("a", TEXT), optional("b", list(INT)))),
            optional("list", list(group(optional("x", INT)))),
            optional("json", JSON));
    String members =
        """
        "text":"é😀","int":-2147483648,"long":9223372036854775807,"double":-0.1,\
        "decimal":1234567.89,"big":1234567890123456789012345678.0123456789,"bool":true,\
        "date":"2024-02-29","time":"23:59:59.999999","when":"1969-12-31T23:59:59.999999Z",\
        "group":{"a":"","b":[1,null,3]},"list":[{"x":1},{},null],\
        "json":{"b":[1.0,1e2,-0],"a":null}""";

    assertThat(row(contract, members)).isEqualTo("{" + members + "}");
  }

  @Test
  void theOrderOfMembersDoesNotShow() {
    StreamContract contract =
        contract(
            optional("a", TEXT),
            optional("group", group(optional("x", INT), optional("y", TEXT), optional("z", INT))),
            optional("b", INT));
    RecordDecoder decoder = decoder(contract);
    Event inOrder =
        (Event)
            decoder.decode(
                record(
                    """
                    {"id":"1","at":"2026-11-22T13:00:00Z","a":"A",
                     "group":{"x":1,"y":"two","z":3},"b":4,"u":true}"""));
    Event mixed =
        (Event)
            decoder.decode(
                record(
                    """
                    {"b":4,"group":{"z":3,"y":"two","x":1},"u":true,"a":"A",
                     "at":"2026-11-22T13:00:00.000000Z","id":"1"}"""));

    assertThat(mixed.row()).isEqualTo(inOrder.row());
    assertThat(mixed.contentHash()).isEqualTo(inOrder.contentHash());
    assertThat(show(contract, mixed)).contains("{\"x\":1,\"y\":\"two\",\"z\":3},\"b\":4");
  }

  @Test
  void integersAreNumbersWithAnIntegralValue() {
    StreamContract contract = contract(optional("n", LONG));

    assertThat(row(contract, "\"n\":1.0")).isEqualTo("{\"n\":1}");
    assertThat(row(contract, "\"n\":1e2")).isEqualTo("{\"n\":100}");
    assertThat(row(contract, "\"n\":-12.50e1")).isEqualTo("{\"n\":-125}");
    assertThat(row(contract, "\"n\":-0")).isEqualTo("{\"n\":0}");
    assertThat(row(contract, "\"n\":0e999999999")).isEqualTo("{\"n\":0}");
    assertThat(row(contract, "\"n\":-9223372036854775808"))
        .isEqualTo("{\"n\":-9223372036854775808}");
    assertThat(row(contract, "\"n\":9223372036854775808")).startsWith("wrong_type");
  }

  @Test
  void decimalsAreExact() {
    StreamContract contract = contract(optional("n", decimal(5, 2)), optional("m", decimal(20, 2)));

    assertThat(row(contract, "\"n\":0.1")).isEqualTo("{\"n\":0.10}");
    assertThat(row(contract, "\"n\":-999.99")).isEqualTo("{\"n\":-999.99}");
    assertThat(row(contract, "\"n\":1.5000")).isEqualTo("{\"n\":1.50}");
    assertThat(row(contract, "\"n\":12e1")).isEqualTo("{\"n\":120.00}");
    assertThat(row(contract, "\"n\":0.000")).isEqualTo("{\"n\":0.00}");
    assertThat(row(contract, "\"n\":1000")).startsWith("wrong_type");
    assertThat(row(contract, "\"n\":0.001")).startsWith("wrong_type");
    assertThat(row(contract, "\"m\":123456789012345678.90"))
        .isEqualTo("{\"m\":123456789012345678.90}");
    assertThat(row(contract, "\"m\":-0")).isEqualTo("{\"m\":0.00}");
  }

  @Test
  void doublesAreTheNearestOnes() {
    StreamContract contract = contract(optional("n", DOUBLE));
    for (String number :
        List.of("0.1", "-0.0", "123456789012345", "1.7976931348623157e308", "5e-324", "1E+2")) {
      assertThat(row(contract, "\"n\":" + number))
          .isEqualTo("{\"n\":" + Double.parseDouble(number) + "}");
    }
  }

  @Test
  void boundsOfDoublesAreHeldAgainstTheExactNumber() {
    NumberRules rules =
        new NumberRules(
            null, new BigDecimal("0.3"), new BigDecimal("0"), null, new BigDecimal("0.1"));
    StreamContract contract = contract(optional("n", new ValueType.Floating(rules)));

    assertThat(row(contract, "\"n\":0.3")).isEqualTo("{\"n\":0.3}");
    assertThat(row(contract, "\"n\":0.30000000000000000001")).startsWith("above_maximum");
    assertThat(row(contract, "\"n\":0")).startsWith("below_minimum");
    assertThat(row(contract, "\"n\":1e-999999999")).startsWith("not_multiple_of");
  }

  @Test
  void timestampsComeInManyForms() {
    ValueType.Timestamp paris = timestamp(TimeFormat.Kind.ISO, null, "Europe/Paris");
    ValueType.Timestamp pattern =
        timestamp(TimeFormat.Kind.PATTERN, "dd/MM/yyyy HH:mm:ss", "Asia/Kolkata");
    StreamContract contract =
        contract(
            optional("t", TIMESTAMP),
            optional("paris", paris),
            optional("pattern", pattern),
            optional("s", timestamp(TimeFormat.Kind.EPOCH_SECONDS, null, "UTC")),
            optional("ms", timestamp(TimeFormat.Kind.EPOCH_MILLIS, null, "UTC")),
            optional("us", timestamp(TimeFormat.Kind.EPOCH_MICROS, null, "UTC")));

    assertThat(row(contract, "\"t\":\"2026-11-22T15:00:00.123456789+02:00\""))
        .isEqualTo("{\"t\":\"2026-11-22T13:00:00.123456Z\"}");
    assertThat(row(contract, "\"t\":\"2026-11-22 13:00\""))
        .isEqualTo("{\"t\":\"2026-11-22T13:00:00Z\"}");
    assertThat(row(contract, "\"paris\":\"2026-07-01T12:00:00\""))
        .isEqualTo("{\"paris\":\"2026-07-01T10:00:00Z\"}");
    assertThat(row(contract, "\"paris\":\"2026-07-01T12:00:00Z\""))
        .isEqualTo("{\"paris\":\"2026-07-01T12:00:00Z\"}");
    assertThat(row(contract, "\"pattern\":\"29/02/2024 05:30:00\""))
        .isEqualTo("{\"pattern\":\"2024-02-29T00:00:00Z\"}");
    assertThat(row(contract, "\"pattern\":\"31/02/2024 05:30:00\"")).startsWith("wrong_type");
    assertThat(row(contract, "\"s\":1.5,\"ms\":-1,\"us\":1"))
        .isEqualTo(
            "{\"s\":\"1970-01-01T00:00:01.500Z\",\"ms\":\"1969-12-31T23:59:59.999Z\","
                + "\"us\":\"1970-01-01T00:00:00.000001Z\"}");
    assertThat(row(contract, "\"s\":1763816400000")).startsWith("wrong_type $.s");
    assertThat(row(contract, "\"s\":1e999999999")).startsWith("wrong_type $.s");
  }

  /**
   * What lies outside, PostgreSQL could not hold, or no reader of the files: it would stop a job.
   */
  @Test
  void timesAreOfTheYears1To9999() {
    StreamContract contract =
        contract(
            optional("s", timestamp(TimeFormat.Kind.EPOCH_SECONDS, null, "UTC")),
            optional("us", timestamp(TimeFormat.Kind.EPOCH_MICROS, null, "UTC")),
            optional("p", timestamp(TimeFormat.Kind.PATTERN, "uuuuuu-MM-dd HH", "UTC")),
            optional(
                "d",
                new ValueType.Date(
                    new TimeFormat(TimeFormat.Kind.PATTERN, "uuuuuu-MM-dd", "UTC"),
                    TimeRules.NONE)));

    assertThat(row(contract, "\"s\":253402300799")).contains("9999-12-31T23:59:59Z");
    assertThat(row(contract, "\"s\":-62135596800")).contains("0001-01-01T00:00:00Z");
    for (String outside :
        List.of(
            "\"s\":253402300800",
            "\"s\":-62135596801",
            "\"s\":1e12",
            "\"us\":9223372036854775807",
            "\"us\":-9223372036854775807",
            "\"p\":\"010000-01-01 00\"",
            "\"d\":\"010000-01-01\"",
            "\"d\":\"000000-12-31\"")) {
      assertThat(row(contract, outside)).startsWith("wrong_type");
    }
  }

  private static ValueType.Timestamp timestamp(TimeFormat.Kind kind, String pattern, String zone) {
    return new ValueType.Timestamp(new TimeFormat(kind, pattern, zone), TimeRules.NONE);
  }

  @Test
  void unknownMembersAreKeptWhereTheyWere() {
    StreamContract contract =
        contract(
            optional("device", group(optional("kind", TEXT))),
            optional("items", list(group(optional("n", INT)))),
            optional("b", INT));
    String members =
        """
        "x" : [ 1 , {"q":"\\u0041\\n\\u0001\\/"} ], "device":{"u":1.50,"kind":"k","v":{}},
        "items":[{"n":1},{"n":2,"gift":true},{"gift":null,"n":3}], "y":-0.0, "b":1""";

    assertThat(row(contract, members))
        .isEqualTo(
            "{\"device\":{\"kind\":\"k\"},\"items\":[{\"n\":1},{\"n\":2},{\"n\":3}],\"b\":1,"
                + "\"_unknown\":{\"x\":[1,{\"q\":\"A\\n\\u0001/\"}],"
                + "\"device\":{\"u\":1.50,\"v\":{}},"
                + "\"items\":{\"1\":{\"gift\":true},\"2\":{\"gift\":null}},\"y\":-0.0}}");
  }

  @Test
  void unknownMembersAreLeftOutWhenTheContractSaysSo() {
    StreamContract contract = contract(UnknownFieldPolicy.IGNORE, optional("b", INT));

    assertThat(row(contract, "\"x\":{\"y\":[1]},\"b\":1")).isEqualTo("{\"b\":1}");
  }

  @Test
  void restrictedValuesAreStoredAsKeyedHashes() throws Exception {
    StreamContract contract =
        contract(
            restricted("email", TEXT),
            restricted("number", LONG),
            optional("device", group(restricted("serial", TEXT))));

    assertThat(row(contract, "\"number\":42.0,\"email\":\"\\u0061@b.example\""))
        .isEqualTo(
            "{\"email_hash\":\""
                + hmac("a@b.example")
                + "\",\"number_hash\":\""
                + hmac("42")
                + "\"}");
    assertThat(row(contract, "\"device\":{\"serial\":\"é\"}"))
        .isEqualTo("{\"device\":{\"serial_hash\":\"" + hmac("é") + "\"}}");
    assertThat(row(contract, "\"number\":\"42\"")).startsWith("wrong_type $.number");
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(HASH_KEY, "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRestrictedContractNeedsAKey() {
    StreamContract contract = contract(restricted("email", TEXT));

    assertThatThrownBy(() -> new RecordDecoder(contract, DecodeLimits.DEFAULTS, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secrets.hash-key");
  }

  @Test
  void theEventSaysWhoItIs() {
    StreamContract contract = contract();
    Event event =
        (Event)
            decoder(contract).decode(record("{\"id\":\"a|b\\\\\",\"at\":\"2026-11-22T13:00Z\"}"));

    assertThat(new String(event.id(), StandardCharsets.UTF_8)).isEqualTo("a|b\\");
    assertThat(event.idHash()).isEqualTo(LongHashFunction.xx3().hashBytes(event.id()));
    assertThat(event.contentHash()).isEqualTo(LongHashFunction.xx3().hashBytes(event.row()));
    assertThat(event.eventTime())
        .isEqualTo(Instant.parse("2026-11-22T13:00:00Z").getEpochSecond() * 1_000_000);
    assertThat(event.late()).isFalse();
  }

  @Test
  void anIdOfSeveralPartsIsUnambiguous() throws Exception {
    List<Field> fields =
        List.of(
            required("text", TEXT),
            required("n", LONG),
            required("price", decimal(5, 2)),
            required("day", DATE),
            required("at", TIMESTAMP),
            restricted("email", TEXT),
            required("group", group(required("flag", BOOL))));
    StreamContract contract =
        contract(
            fields,
            List.of("group.flag", "text", "n", "price", "day", "at", "email"),
            "at",
            UnknownFieldPolicy.KEEP);
    Event event =
        (Event)
            decoder(contract)
                .decode(
                    record(
                        """
                        {"text":"a|b\\\\c","n":7e0,"price":1.5,"day":"2026-11-22","email":"e",
                         "at":"2026-11-22T15:00:00.5+02:00","group":{"flag":true}}"""));

    assertThat(new String(event.id(), StandardCharsets.UTF_8))
        .isEqualTo("true|a\\|b\\\\c|7|1.50|2026-11-22|2026-11-22T13:00:00.500Z|" + hmac("e"));
  }

  @Test
  void namesThatNeverComeAgainDoNotPileUp() {
    StreamContract contract = contract();
    RecordDecoder decoder = decoder(contract);
    for (int i = 0; i < 300; i++) {
      StringBuilder json = new StringBuilder("{\"id\":\"1\",\"at\":\"2026-11-22T13:00Z\"");
      for (int j = 0; j < 100; j++) {
        json.append(",\"n").append(i * 100 + j).append("\":").append(j);
      }
      assertThat(decoder.decode(record(json.append('}').toString()))).isInstanceOf(Event.class);
    }
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> new DecodeLimits(1 << 20, 1001, 100, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max-depth is 1001; allowed: 1 to 1000");
  }

  @Test
  void theDeepestAllowedRecordIsRead() {
    StreamContract contract = contract(optional("json", JSON));
    RecordDecoder decoder =
        new RecordDecoder(
            contract, new DecodeLimits(1 << 20, DecodeLimits.DEEPEST, 100, 100), null);
    String deep = "[".repeat(999) + "]".repeat(999);
    String json = "{\"id\":\"1\",\"at\":\"2026-11-22T13:00Z\",\"x\":" + deep + "}";

    assertThat(show(contract, decoder.decode(record(json)))).endsWith(deep + "}}");
  }
}
