package io.millrace.decode;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.contract.TimeFormat;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.contract.ValueType;
import io.millrace.contract.ValueType.NumberRules;
import io.millrace.contract.ValueType.TimeRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Contracts, documents that keep them, and what the row of such a document shows: made together, so
 * that the expectation does not come from the code under test.
 */
final class RandomDocuments {

  private static final String[] TEXTS = {
    "", "a", "plain text", "é😀\u07ff\u0800\uffff", "\"\\/\b\f\n\r\t", "\u0001\u001f\u007f", "$.x"
  };

  private final Random random;
  private int names;

  RandomDocuments(long seed) {
    random = new Random(seed);
  }

  /** A document as it is sent, and the row that it becomes, as {@code RowJson} shows it. */
  record Document(String json, String row) {}

  StreamContract contract() {
    List<Field> fields = new ArrayList<>(fields(2, random.nextInt(8)));
    fields.add(random.nextInt(fields.size() + 1), TestContracts.required("id", ValueType.Text.ANY));
    fields.add(
        random.nextInt(fields.size() + 1),
        TestContracts.required("at", new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE)));
    return TestContracts.contract(fields, List.of("id"), "at", UnknownFieldPolicy.KEEP);
  }

  private List<Field> fields(int depth, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Field(
                    "f" + names++,
                    random.nextInt(3) == 0 ? "member " + names + "é" : "m" + names,
                    type(depth),
                    random.nextBoolean(),
                    null))
        .toList();
  }

  private ValueType type(int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 10)) {
      case 0, 1 -> ValueType.Text.ANY;
      case 2 -> new ValueType.Whole(32, NumberRules.NONE);
      case 3 -> new ValueType.Whole(64, NumberRules.NONE);
      case 4 -> new ValueType.Floating(NumberRules.NONE);
      case 5 -> {
        int precision = 1 + random.nextInt(38);
        yield new ValueType.Decimal(precision, random.nextInt(precision + 1), NumberRules.NONE);
      }
      case 6 -> new ValueType.Bool();
      case 7 -> new ValueType.Date(TimeFormat.ISO, TimeRules.NONE);
      case 8 -> new ValueType.TimeOfDay(TimeFormat.ISO, TimeRules.NONE);
      case 9 ->
          random.nextBoolean()
              ? new ValueType.Timestamp(TimeFormat.ISO, TimeRules.NONE)
              : new ValueType.Json();
      case 10 -> new ValueType.Group(fields(depth - 1, random.nextInt(12)));
      default -> new ValueType.ListOf(type(depth - 1), random.nextBoolean(), null, null, false);
    };
  }

  Document document(StreamContract contract) {
    List<String> unknown = new ArrayList<>();
    Document document = group(contract.fields(), unknown, true);
    if (unknown.isEmpty()) {
      return document;
    }
    String row = document.row.substring(0, document.row.length() - 1);
    return new Document(document.json, row + ",\"_unknown\":{" + String.join(",", unknown) + "}}");
  }

  /** Members in any order, with unknown ones among them; {@code unknown} gets what is kept. */
  private Document group(List<Field> fields, List<String> unknown, boolean mayHaveUnknown) {
    List<String> members = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<Integer> order = new ArrayList<>(IntStream.range(0, fields.size()).boxed().toList());
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    String[] shown = new String[fields.size()];
    for (int i : order) {
      if (mayHaveUnknown && random.nextInt(6) == 0) {
        String name = "\"u" + names++ + "\"";
        String value = json(2);
        members.add(name + space() + ":" + spread(value));
        unknown.add(name + ":" + value);
      }
      Field field = fields.get(i);
      boolean absent = !field.required() && random.nextInt(4) == 0;
      if (absent && random.nextBoolean()) {
        members.add(quote(field.jsonName(), true) + ":null");
      } else if (!absent) {
        List<String> inner = new ArrayList<>();
        Document value = value(field.type(), inner);
        members.add(quote(field.jsonName(), true) + space() + ":" + space() + value.json);
        shown[i] = quote(field.name(), false) + ":" + value.row;
        if (!inner.isEmpty()) {
          unknown.add(quote(field.jsonName(), false) + ":{" + String.join(",", inner) + "}");
        }
      }
    }
    for (String column : shown) {
      if (column != null) {
        columns.add(column);
      }
    }
    String separator = space() + "," + space();
    return new Document(
        "{" + space() + String.join(separator, members) + space() + "}",
        "{" + String.join(",", columns) + "}");
  }

  private Document value(ValueType type, List<String> unknown) {
    if (type instanceof ValueType.Text) {
      String text = TEXTS[random.nextInt(TEXTS.length)];
      return new Document(quote(text, true), quote(text, false));
    } else if (type instanceof ValueType.Whole whole) {
      return whole(whole.bits() == 32 ? random.nextInt() : random.nextLong());
    } else if (type instanceof ValueType.Floating) {
      double value = random.nextBoolean() ? random.nextInt(100_000) / 100.0 : finite();
      return same(Double.toString(value));
    } else if (type instanceof ValueType.Decimal decimal) {
      return decimal(decimal);
    } else if (type instanceof ValueType.Bool) {
      return same(Boolean.toString(random.nextBoolean()));
    } else if (type instanceof ValueType.Date) {
      return same("\"" + LocalDate.of(1 + random.nextInt(9999), 1, 1).plusDays(day()) + "\"");
    } else if (type instanceof ValueType.TimeOfDay) {
      return same("\"" + LocalTime.ofNanoOfDay(micros(86_400) * 1000) + "\"");
    } else if (type instanceof ValueType.Timestamp) {
      Instant instant = Instant.EPOCH.plus(micros(4_000_000_000L), ChronoUnit.MICROS);
      return same("\"" + instant + "\"");
    } else if (type instanceof ValueType.Group group) {
      return group(group.fields(), unknown, true);
    } else if (type instanceof ValueType.ListOf list) {
      return list(list, unknown);
    }
    String json = notNull();
    return new Document(spread(json), json);
  }

  private Document list(ValueType.ListOf list, List<String> unknown) {
    List<Document> items = new ArrayList<>();
    int count = random.nextInt(5) == 0 ? random.nextInt(300) : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<String> inner = new ArrayList<>();
      items.add(
          !list.elementRequired() && random.nextInt(4) == 0
              ? same("null")
              : value(list.element(), inner));
      if (!inner.isEmpty()) {
        unknown.add("\"" + i + "\":{" + String.join(",", inner) + "}");
      }
    }
    return new Document(
        items.stream().map(Document::json).collect(Collectors.joining(space() + ",", "[", "]")),
        items.stream().map(Document::row).collect(Collectors.joining(",", "[", "]")));
  }

  private Document whole(long value) {
    String digits = Long.toString(value);
    return new Document(random.nextInt(4) == 0 ? digits + ".0" : digits, digits);
  }

  private Document decimal(ValueType.Decimal type) {
    BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(type.precision()));
    BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
    BigDecimal value =
        new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    String json =
        switch (random.nextInt(3)) {
          case 0 -> value.toPlainString();
          case 1 -> value.stripTrailingZeros().toPlainString();
          default -> value.unscaledValue() + "e-" + type.scale();
        };
    return new Document(json, value.toPlainString());
  }

  private String json(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> quote(TEXTS[random.nextInt(TEXTS.length)], false);
      case 3 -> Integer.toString(random.nextInt());
      case 4 -> List.of("1.50", "-0", "1E+2", "0.1e-7").get(random.nextInt(4));
      case 5 ->
          IntStream.range(0, random.nextInt(4))
              .mapToObj(i -> json(depth - 1))
              .collect(Collectors.joining(",", "[", "]"));
      default ->
          IntStream.range(0, random.nextInt(12))
              .mapToObj(i -> "\"k" + i + "\":" + json(depth - 1))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  private String notNull() {
    String json = json(3);
    return json.equals("null") ? "{}" : json;
  }

  private double finite() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 0;
  }

  private long micros(long seconds) {
    return Math.floorMod(random.nextLong(), seconds * 1_000_000);
  }

  private int day() {
    return random.nextInt(365);
  }

  private static Document same(String text) {
    return new Document(text, text);
  }

  private String space() {
    return random.nextInt(4) == 0 ? " \n" : "";
  }

  /** The same JSON with white space around: only at its ends, where it cannot be in a string. */
  private String spread(String json) {
    return space() + json + space();
  }

  /** A JSON string: with escapes of every kind as they are sent, or with only the needed ones. */
  private String quote(String text, boolean sent) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c == '"' || c == '\\' || c < 0x20;
      if (Character.isSurrogate(c)) {
        String pair = text.substring(i, i + 2);
        boolean escaped = sent && random.nextBoolean();
        json.append(
            escaped ? String.format("\\u%04x\\u%04X", (int) c, (int) pair.charAt(1)) : pair);
        i++;
      } else if (sent && random.nextInt(5) == 0) {
        json.append(String.format("\\u%04" + (random.nextBoolean() ? "x" : "X"), (int) c));
      } else if (sent && c == '/') {
        json.append("\\/");
      } else if (must && "\b\f\n\r\t\"\\".indexOf(c) >= 0) {
        json.append('\\').append("bfnrt\"\\".charAt("\b\f\n\r\t\"\\".indexOf(c)));
      } else if (must) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
