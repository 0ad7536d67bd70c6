package io.millrace.decode;

import static io.millrace.decode.TestContracts.HASH_KEY;
import static io.millrace.decode.TestContracts.INT;
import static io.millrace.decode.TestContracts.JSON;
import static io.millrace.decode.TestContracts.LONG;
import static io.millrace.decode.TestContracts.TEXT;
import static io.millrace.decode.TestContracts.TIMESTAMP;
import static io.millrace.decode.TestContracts.contract;
import static io.millrace.decode.TestContracts.decimal;
import static io.millrace.decode.TestContracts.group;
import static io.millrace.decode.TestContracts.optional;
import static io.millrace.decode.TestContracts.record;
import static io.millrace.decode.TestContracts.required;
import static io.millrace.decode.TestContracts.restricted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.re2j.Pattern;
import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TextFormat;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason with records that cause it, their paths, and their bytes untouched. */
class RejectionTest {

  private static final String HEAD = "{\"id\":\"1\",\"at\":\"2026-11-22T13:00:00Z\"";
  private static final DecodeLimits LIMITS = new DecodeLimits(2000, 8, 12, 40);
  private static final NumberRules RULES =
      new NumberRules(
          new BigDecimal("1"), new BigDecimal("9.5"), null, null, new BigDecimal("0.5"));

  private static final StreamContract CONTRACT =
      contract(
          UnknownFieldPolicy.KEEP,
          optional("text", new ValueType.Text(2, 4, null, null)),
          optional("pattern", new ValueType.Text(null, null, pattern("^[a-z]+$"), null)),
          optional("email", new ValueType.Text(null, null, null, TextFormat.EMAIL)),
          optional("whole", INT),
          optional("long", LONG),
          optional("ruled", new ValueType.Floating(RULES)),
          optional("decimal", new ValueType.Decimal(4, 2, RULES)),
          optional("big", new ValueType.Decimal(30, 2, RULES)),
          optional("exact", decimal(4, 2)),
          optional("when", TIMESTAMP),
          optional("json", JSON),
          new Field("renamed", "json name", INT, false, null),
          optional(
              "items",
              new ValueType.ListOf(
                  group(required("price", INT), optional("tags", tags())), true, 1, 3, true)),
          optional("device", group(required("kind", TEXT))));

  private static ValueType.ListOf tags() {
    return new ValueType.ListOf(TEXT, false, null, null, true);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        bytes(RejectReason.NULL_RECORD, "$", null),
        bytes(RejectReason.EMPTY_RECORD, "$", new byte[0]),
        fault(RejectReason.EMPTY_RECORD, "$", " \r\n\t"),
        fault(RejectReason.RECORD_TOO_LARGE, "$", HEAD + " ".repeat(2000) + "}"),
        // UTF-8: a stray continuation, overlong, a surrogate, beyond U+10FFFF, cut off; anywhere.
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"text\":\"", 0x80, "\"}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"text\":\"", 0xc0, 0xaf, "\"}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"x\":\"", 0xe0, 0x80, 0xaf, "\"}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"x\":\"", 0xed, 0xa0, 0x80, "\"}")),
        bytes(
            RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"x\":\"", 0xf4, 0x90, 0x80, 0x80, "\"}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"json\":{\"x\":\"", 0xff, "\"}}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + ",\"x", 0xe2, 0x82, "\":1}")),
        bytes(RejectReason.BAD_UTF8, "$", broken(HEAD + "}", 0xe2, 0x82)),
        fault(RejectReason.BAD_UTF8, "$.text", HEAD + ",\"text\":\"\\ud800\"}"),
        fault(RejectReason.BAD_UTF8, "$.x", HEAD + ",\"x\":\"\\udc00\\ud800\"}"),
        fault(RejectReason.BAD_UTF8, "$.json.a", HEAD + ",\"json\":{\"a\":\"x\\ud800y\"}}"),
        fault(RejectReason.BAD_UTF8, "$['\\ud800']", HEAD + ",\"\\ud800\":1}"),
        // JSON
        fault(RejectReason.BROKEN_JSON, "$.at", HEAD),
        fault(RejectReason.BROKEN_JSON, "$.at", HEAD + ",}"),
        fault(RejectReason.BROKEN_JSON, "$", HEAD + "}}"),
        fault(RejectReason.BROKEN_JSON, "$", HEAD + "} {}"),
        fault(RejectReason.BROKEN_JSON, "$", HEAD + "}\0"),
        fault(RejectReason.BROKEN_JSON, "$", "\ufeff" + HEAD + "}"),
        fault(RejectReason.BROKEN_JSON, "$", "not json"),
        fault(RejectReason.BROKEN_JSON, "$[1]", "[1,2"),
        fault(RejectReason.BROKEN_JSON, "$", "\"abc"),
        fault(RejectReason.BROKEN_JSON, "$", "1 2"),
        fault(RejectReason.BROKEN_JSON, "$.text", HEAD + ",\"text\":\"a\0b\"}"),
        fault(RejectReason.BROKEN_JSON, "$.text", HEAD + ",\"text\":\"a\nb\"}"),
        fault(RejectReason.BROKEN_JSON, "$.text", HEAD + ",\"text\":\"abc"),
        fault(RejectReason.BROKEN_JSON, "$.text", HEAD + ",\"text\":\"a\\x\"}"),
        fault(RejectReason.BROKEN_JSON, "$.text", HEAD + ",\"text\":\"\\u12\"}"),
        fault(RejectReason.BROKEN_JSON, "$.ruled", HEAD + ",\"ruled\":NaN}"),
        fault(RejectReason.BROKEN_JSON, "$.ruled", HEAD + ",\"ruled\":-Infinity}"),
        fault(RejectReason.BROKEN_JSON, "$.long", HEAD + ",\"long\":01}"),
        fault(RejectReason.BROKEN_JSON, "$.long", HEAD + ",\"long\":+1}"),
        fault(RejectReason.BROKEN_JSON, "$.long", HEAD + ",\"long\":1.}"),
        fault(RejectReason.BROKEN_JSON, "$.long", HEAD + ",\"long\":.5}"),
        fault(RejectReason.BROKEN_JSON, "$.long", HEAD + ",\"long\":1x}"),
        fault(RejectReason.BROKEN_JSON, "$.at", HEAD + ",'text':1}"),
        fault(RejectReason.BROKEN_JSON, "$.at", HEAD + "/*c*/}"),
        fault(RejectReason.BROKEN_JSON, "$.json[1]", HEAD + ",\"json\":[1,}"),
        bytes(RejectReason.BROKEN_JSON, "$", (HEAD + "}").getBytes(StandardCharsets.UTF_16LE)),
        bytes(RejectReason.BROKEN_JSON, "$", (HEAD + "}").getBytes(StandardCharsets.UTF_16BE)),
        fault(RejectReason.NOT_AN_OBJECT, "$", "[]"),
        fault(RejectReason.NOT_AN_OBJECT, "$", " null "),
        fault(RejectReason.NOT_AN_OBJECT, "$", "\"text\""),
        fault(RejectReason.NOT_AN_OBJECT, "$", "12"),
        // Bounds
        fault(RejectReason.TOO_DEEP, "$.json[0][0][0][0][0][0][0]", nested(8)),
        fault(
            RejectReason.TOO_DEEP,
            "$.x.y.y.y.y.y.y.y",
            HEAD + ",\"x\":" + "{\"y\":".repeat(8) + "1" + "}".repeat(9)),
        fault(RejectReason.NUMBER_TOO_LONG, "$.long", HEAD + ",\"long\":1234567890123}"),
        fault(RejectReason.NUMBER_TOO_LONG, "$.x", HEAD + ",\"x\":-1.123456789e9}"),
        fault(RejectReason.NUMBER_TOO_LONG, "$.json[1]", HEAD + ",\"json\":[1,1234567890123]}"),
        fault(RejectReason.STRING_TOO_LONG, "$.x", HEAD + ",\"x\":\"" + "é".repeat(41) + "\"}"),
        fault(
            RejectReason.STRING_TOO_LONG,
            "$.text",
            HEAD + ",\"text\":\"\\n" + "x".repeat(40) + "\"}"),
        fault(
            RejectReason.STRING_TOO_LONG,
            "$." + "n".repeat(41),
            HEAD + ",\"" + "n".repeat(41) + "\":1}"),
        // Members
        fault(RejectReason.DUPLICATE_KEY, "$.id", HEAD + ",\"id\":\"1\"}"),
        fault(RejectReason.DUPLICATE_KEY, "$.id", HEAD + ",\"\\u0069d\":\"1\"}"),
        fault(RejectReason.DUPLICATE_KEY, "$.whole", HEAD + ",\"whole\":null,\"whole\":null}"),
        fault(RejectReason.DUPLICATE_KEY, "$.x", HEAD + ",\"x\":1,\"y\":2,\"x\":1}"),
        fault(
            RejectReason.DUPLICATE_KEY,
            "$.x.b[1].c",
            HEAD + ",\"x\":{\"a\":1,\"b\":[{\"c\":1},{\"c\":1,\"c\":1}]}}"),
        fault(RejectReason.DUPLICATE_KEY, "$.json.a", HEAD + ",\"json\":{\"a\":1,\"a\":2}}"),
        fault(
            RejectReason.DUPLICATE_KEY,
            "$.json['😀']",
            HEAD + ",\"json\":{\"😀\":1,\"\\ud83d\\ude00\":2}}"),
        fault(
            RejectReason.DUPLICATE_KEY,
            "$.items[0].price",
            HEAD + ",\"items\":[{\"price\":1,\"price\":1}]}"),
        fault(RejectReason.MISSING_REQUIRED, "$.device.kind", HEAD + ",\"device\":{}}"),
        fault(
            RejectReason.MISSING_REQUIRED,
            "$.items[1].price",
            HEAD + ",\"items\":[{\"price\":1},{\"price\":null}]}"),
        fault(
            RejectReason.MISSING_REQUIRED, "$.items[1]", HEAD + ",\"items\":[{\"price\":1},null]}"),
        fault(RejectReason.MISSING_ID, "$.id", "{\"at\":\"2026-11-22T13:00:00Z\"}"),
        fault(RejectReason.MISSING_ID, "$.id", "{\"id\":null}"),
        fault(RejectReason.MISSING_EVENT_TIME, "$.at", "{\"id\":\"1\"}"),
        fault(RejectReason.MISSING_EVENT_TIME, "$.at", "{\"id\":\"1\",\"at\":null}"),
        // Types
        fault(RejectReason.WRONG_TYPE, "$.id", "{\"id\":1}"),
        fault(RejectReason.WRONG_TYPE, "$.at", "{\"id\":\"1\",\"at\":\"yesterday\"}"),
        fault(RejectReason.WRONG_TYPE, "$.at", "{\"at\":1763816400}"),
        fault(RejectReason.WRONG_TYPE, "$.text", HEAD + ",\"text\":{\"a\":1}}"),
        fault(RejectReason.WRONG_TYPE, "$.whole", HEAD + ",\"whole\":\"1\"}"),
        fault(RejectReason.WRONG_TYPE, "$.whole", HEAD + ",\"whole\":1.5}"),
        fault(RejectReason.WRONG_TYPE, "$.whole", HEAD + ",\"whole\":2147483648}"),
        fault(RejectReason.WRONG_TYPE, "$.long", HEAD + ",\"long\":1e19}"),
        fault(RejectReason.WRONG_TYPE, "$.long", HEAD + ",\"long\":1e-9}"),
        fault(RejectReason.WRONG_TYPE, "$.long", HEAD + ",\"long\":9e999999999}"),
        fault(RejectReason.WRONG_TYPE, "$.long", HEAD + ",\"long\":1e9999999999}"),
        fault(RejectReason.WRONG_TYPE, "$.ruled", HEAD + ",\"ruled\":1e999}"),
        fault(RejectReason.WRONG_TYPE, "$.exact", HEAD + ",\"exact\":0.125}"),
        fault(RejectReason.WRONG_TYPE, "$.exact", HEAD + ",\"exact\":100.00}"),
        fault(RejectReason.WRONG_TYPE, "$.exact", HEAD + ",\"exact\":1e999999999}"),
        fault(RejectReason.WRONG_TYPE, "$.exact", HEAD + ",\"exact\":\"1.00\"}"),
        fault(RejectReason.WRONG_TYPE, "$.when", HEAD + ",\"when\":\"2026-02-29T00:00:00Z\"}"),
        fault(RejectReason.WRONG_TYPE, "$['json name']", HEAD + ",\"json name\":true}"),
        fault(RejectReason.WRONG_TYPE, "$.items", HEAD + ",\"items\":{}}"),
        fault(RejectReason.WRONG_TYPE, "$.device", HEAD + ",\"device\":[]}"),
        fault(
            RejectReason.WRONG_TYPE,
            "$.items[2].price",
            HEAD + ",\"items\":[{\"price\":1},{\"price\":2},{\"price\":\"3\"}]}"),
        fault(
            RejectReason.WRONG_TYPE,
            "$.items[0].tags[1]",
            HEAD + ",\"items\":[{\"price\":1,\"tags\":[\"a\",1]}]}"),
        // Rules
        fault(RejectReason.BELOW_MINIMUM, "$.ruled", HEAD + ",\"ruled\":0.5}"),
        fault(RejectReason.ABOVE_MAXIMUM, "$.ruled", HEAD + ",\"ruled\":9.50000001}"),
        fault(RejectReason.NOT_MULTIPLE_OF, "$.ruled", HEAD + ",\"ruled\":1.25}"),
        fault(RejectReason.BELOW_MINIMUM, "$.decimal", HEAD + ",\"decimal\":0.99}"),
        fault(RejectReason.ABOVE_MAXIMUM, "$.decimal", HEAD + ",\"decimal\":9.51}"),
        fault(RejectReason.NOT_MULTIPLE_OF, "$.decimal", HEAD + ",\"decimal\":1.01}"),
        fault(RejectReason.BELOW_MINIMUM, "$.big", HEAD + ",\"big\":-1}"),
        fault(RejectReason.ABOVE_MAXIMUM, "$.big", HEAD + ",\"big\":1e20}"),
        fault(RejectReason.NOT_MULTIPLE_OF, "$.big", HEAD + ",\"big\":1.01}"),
        fault(RejectReason.TOO_SHORT, "$.text", HEAD + ",\"text\":\"😀\"}"),
        fault(RejectReason.TOO_LONG, "$.text", HEAD + ",\"text\":\"abcde\"}"),
        fault(RejectReason.PATTERN_MISMATCH, "$.pattern", HEAD + ",\"pattern\":\"aB\"}"),
        fault(RejectReason.FORMAT_MISMATCH, "$.email", HEAD + ",\"email\":\"a@\"}"),
        fault(RejectReason.TOO_FEW_ITEMS, "$.items", HEAD + ",\"items\":[]}"),
        fault(
            RejectReason.TOO_MANY_ITEMS,
            "$.items[3]",
            HEAD + ",\"items\":[{\"price\":1},{\"price\":2},{\"price\":3},{\"price\":4}]}"),
        fault(
            RejectReason.DUPLICATE_ITEMS,
            "$.items[1]",
            HEAD + ",\"items\":[{\"price\":1},{\"price\":1.0}]}"),
        fault(
            RejectReason.DUPLICATE_ITEMS,
            "$.items[0].tags[3]",
            HEAD + ",\"items\":[{\"price\":1,\"tags\":[\"a\",null,\"b\",null]}]}"),
        // The first fault in the document's order decides.
        fault(RejectReason.WRONG_TYPE, "$.whole", "{\"whole\":true,\"long\":true}"),
        fault(RejectReason.WRONG_TYPE, "$.whole", "{\"whole\":true,"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isRejectedWithItsBytesUntouched(RejectReason reason, String path, byte[] value) {
    byte[] before = value == null ? null : value.clone();
    SourceRecord record = record(value);

    Decoded decoded = new RecordDecoder(CONTRACT, LIMITS, null).decode(record);

    assertThat(decoded).isInstanceOf(Rejection.class);
    Rejection rejection = (Rejection) decoded;
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.path()).isEqualTo(path);
    assertThat(rejection.message()).isNotBlank();
    assertThat(rejection.source()).isSameAs(record);
    assertThat(rejection.source().value()).isSameAs(value).isEqualTo(before);
  }

  /** One decoder for all: nothing of a record may show in the next one. */
  @Test
  void aRejectionLeavesNoTrace() {
    RecordDecoder decoder = new RecordDecoder(CONTRACT, LIMITS, null);
    String good = HEAD + ",\"items\":[{\"price\":1,\"z\":[{}]}],\"x\":\"\\n\"}";
    Event first = (Event) decoder.decode(record(good));
    faults()
        .forEach(
            fault -> {
              RejectReason reason = (RejectReason) fault.get()[0];
              Decoded bad = decoder.decode(record((byte[]) fault.get()[2]));
              assertThat(((Rejection) bad).reason()).isEqualTo(reason);
              Event again = (Event) decoder.decode(record(good));
              assertThat(again.row()).isEqualTo(first.row());
              assertThat(again.contentHash()).isEqualTo(first.contentHash());
            });
  }

  @Test
  void aMemberThatTheContractDoesNotNameIsRejectedWhenItSaysSo() {
    StreamContract strict =
        contract(UnknownFieldPolicy.REJECT, optional("device", group(optional("kind", TEXT))));

    assertRejected(strict, HEAD + ",\"x\":null}", RejectReason.UNKNOWN_FIELD, "$.x");
    assertRejected(
        strict, HEAD + ",\"device\":{\"y\":1}}", RejectReason.UNKNOWN_FIELD, "$.device.y");
  }

  @Test
  void anEventTimeAheadOfTheRecordsIsRejected() {
    RecordDecoder decoder = new RecordDecoder(CONTRACT, LIMITS, null);
    long eventTime = Instant.parse("2026-11-22T13:00:00Z").toEpochMilli();
    long skew = CONTRACT.maxFutureSkew().toMillis();

    assertThat(decoder.decode(at(eventTime - skew))).isInstanceOf(Event.class);
    assertThat(decoder.decode(at(Long.MAX_VALUE))).isInstanceOf(Event.class);
    assertThat(decoder.decode(at(SourceRecord.NO_TIME))).isInstanceOf(Event.class);
    Decoded future = decoder.decode(at(eventTime - skew - 1));
    assertThat(((Rejection) future).reason()).isEqualTo(RejectReason.FUTURE_EVENT_TIME);
    assertThat(((Rejection) future).path()).isEqualTo("$.at");
  }

  @Test
  void aKeyInsideAnAbsentObjectIsAMissingId() {
    StreamContract nested =
        contract(
            List.of(
                optional("device", group(new Field("id", "device id", TEXT, false, null))),
                required("meta", group(required("kind", TEXT), required("at", TIMESTAMP)))),
            List.of("device.id"),
            "meta.at",
            UnknownFieldPolicy.KEEP);

    assertRejected(nested, "{}", RejectReason.MISSING_ID, "$.device['device id']");
    assertRejected(nested, "{\"device\":{}}", RejectReason.MISSING_ID, "$.device['device id']");
    assertRejected(
        nested, "{\"device\":{\"device id\":\"1\"}}", RejectReason.MISSING_EVENT_TIME, "$.meta.at");
    assertRejected(
        nested,
        "{\"device\":{\"device id\":\"1\"},\"meta\":{}}",
        RejectReason.MISSING_REQUIRED,
        "$.meta.kind");
  }

  @Test
  void withRestrictedFieldsUnknownNamesStayOutOfPaths() {
    StreamContract guarded =
        contract(restricted("email", TEXT), optional("device", group(optional("n", INT))));

    assertRejected(
        guarded,
        HEAD + ",\"a@b.example\":{\"c@d.example\":1,\"c@d.example\":1}}",
        RejectReason.DUPLICATE_KEY,
        "$.?.?");
    assertRejected(
        guarded, HEAD + ",\"device\":{\"n\":\"\"}}", RejectReason.WRONG_TYPE, "$.device.n");
  }

  @Test
  void messagesHoldNoValueOfTheRecord() {
    RecordDecoder decoder = new RecordDecoder(CONTRACT, LIMITS, null);
    List<String> values = List.of("s3cr3t", "\"s3cr3t\"", "{\"whole\":s3cr3t}", "[s3cr3t]");
    for (Field field : CONTRACT.fields()) {
      for (String value : values) {
        Decoded decoded = decoder.decode(record("{\"" + field.jsonName() + "\":" + value + "}"));
        assertThat(decoded.toString().replace(decoded.source().toString(), ""))
            .doesNotContain("s3cr3t");
      }
    }
  }

  @Test
  void everyReasonOfTheDecoderIsCovered() {
    Set<RejectReason> elsewhere =
        EnumSet.of(
            RejectReason.CONFLICTING, RejectReason.UNKNOWN_FIELD, RejectReason.FUTURE_EVENT_TIME);
    Set<RejectReason> covered =
        faults().map(fault -> (RejectReason) fault.get()[0]).collect(Collectors.toSet());

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(elsewhere)));
  }

  private static void assertRejected(
      StreamContract contract, String json, RejectReason reason, String path) {
    Decoded decoded = new RecordDecoder(contract, LIMITS, HASH_KEY).decode(record(json));
    assertThat(decoded).isInstanceOf(Rejection.class);
    assertThat(((Rejection) decoded).reason()).isEqualTo(reason);
    assertThat(((Rejection) decoded).path()).isEqualTo(path);
  }

  private static SourceRecord at(long recordTime) {
    SourceRecord record = record(HEAD + "}");
    return new SourceRecord(
        record.split(), record.position(), recordTime, null, record.value(), List.of());
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex);
  }

  private static String nested(int depth) {
    return HEAD + ",\"json\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static Arguments fault(RejectReason reason, String path, String json) {
    return bytes(reason, path, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments bytes(RejectReason reason, String path, byte[] value) {
    return arguments(reason, path, value);
  }

  /** Text and bytes in a row. */
  private static byte[] broken(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof Integer single) {
        bytes.write(single);
      } else {
        bytes.writeBytes(part.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
