package io.millrace.decode;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.Rejection;
import io.millrace.event.RowJson;
import io.millrace.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Contracts and records built by hand. */
final class TestContracts {

  static final byte[] HASH_KEY = "a key for tests".getBytes(StandardCharsets.UTF_8);

  static final ValueType.Text TEXT = ValueType.Text.ANY;
  static final ValueType.Whole LONG = new ValueType.Whole(64, NumberRules.NONE);
  static final ValueType.Whole INT = new ValueType.Whole(32, NumberRules.NONE);
  static final ValueType.Floating DOUBLE = new ValueType.Floating(NumberRules.NONE);
  static final ValueType.Bool BOOL = new ValueType.Bool();
  static final ValueType.Json JSON = new ValueType.Json();
  static final ValueType.Date DATE = new ValueType.Date(TimeFormat.ISO, TimeRules.NONE);
  static final ValueType.TimeOfDay TIME = new ValueType.TimeOfDay(TimeFormat.ISO, TimeRules.NONE);
  static final ValueType.Timestamp TIMESTAMP =
      new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE);

  private TestContracts() {}

  static Field optional(String name, ValueType type) {
    return new Field(name, name, type, false, null);
  }

  static Field required(String name, ValueType type) {
    return new Field(name, name, type, true, null);
  }

  static Field restricted(String name, ValueType type) {
    return new Field(name, name, type, false, name + "_hash");
  }

  static ValueType.Group group(Field... fields) {
    return new ValueType.Group(List.of(fields));
  }

  static ValueType.ListOf list(ValueType element) {
    return new ValueType.ListOf(element, false, null, null, false);
  }

  static ValueType.Decimal decimal(int precision, int scale) {
    return new ValueType.Decimal(precision, scale, NumberRules.NONE);
  }

  /** {@code id} and {@code at}, and more. */
  static StreamContract contract(Field... more) {
    return contract(UnknownFieldPolicy.KEEP, more);
  }

  static StreamContract contract(UnknownFieldPolicy unknown, Field... more) {
    List<Field> fields = new ArrayList<>();
    fields.add(required("id", TEXT));
    fields.add(required("at", TIMESTAMP));
    fields.addAll(Arrays.asList(more));
    return contract(fields, List.of("id"), "at", unknown);
  }

  static StreamContract contract(
      List<Field> fields, List<String> keys, String eventTime, UnknownFieldPolicy unknown) {
    return new StreamContract(
        "test",
        "1.0.0",
        "active",
        "test",
        fields,
        keys.stream().map(FieldPath::of).toList(),
        FieldPath.of(eventTime),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofDays(1),
        Duration.ofHours(1),
        unknown,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static SourceRecord record(String json) {
    return record(json.getBytes(StandardCharsets.UTF_8));
  }

  static SourceRecord record(byte[] value) {
    return new SourceRecord(
        "topic-0", Position.ofOffset(7), SourceRecord.NO_TIME, null, value, List.of());
  }

  static RecordDecoder decoder(StreamContract contract) {
    return new RecordDecoder(contract, DecodeLimits.DEFAULTS, HASH_KEY);
  }

  /** Decodes {@code members} after an id and a time; the row as JSON without these two. */
  static String row(StreamContract contract, String members) {
    String json = "{\"id\":\"1\",\"at\":\"2026-11-22T13:00:00Z\"," + members + "}";
    String row = show(contract, decoder(contract).decode(record(json)));
    return row.replace("\"id\":\"1\",\"at\":\"2026-11-22T13:00:00Z\"", "").replace("{,", "{");
  }

  /** The row as JSON, or the rejection's reason, path and message. */
  static String show(StreamContract contract, Decoded decoded) {
    if (decoded instanceof Event event) {
      return RowJson.of(contract.fields(), event.row());
    }
    Rejection rejection = (Rejection) decoded;
    return rejection.reason().code() + " " + rejection.path() + " " + rejection.message();
  }
}
