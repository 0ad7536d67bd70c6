package io.millrace.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.event.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Records of the storefront that no producer should send, and some that one may: what is in them,
 * and what must become of each.
 */
final class OddInput {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HUGE_BYTES = 10 << 20;
  private static final int DEPTH = 100_000;

  /** Text that other systems take for something else than text. */
  private static final List<String> POISON =
      List.of(
          "\u0000",
          "a\u0000b",
          "'; DROP TABLE ledger; --",
          "\"\"\\",
          "../../../etc/passwd",
          "%2e%2e%2fetc%2fpasswd",
          "\u202egpj.exe",
          "\ufeffx",
          "\ud83d\ude00",
          "e\u0301\u0301\u0301",
          "${env:HOME}",
          "\r\n\t\u001b[31m",
          "\\N",
          "NaN",
          "-0",
          "s3://other/_x=y/",
          "__HIVE_DEFAULT_PARTITION__");

  private final InputBatch in;
  private final long now;

  private OddInput(InputBatch in) {
    this.in = in;
    this.now = in.now();
  }

  /** Adds all kinds. */
  static void addTo(InputBatch batch) throws IOException {
    OddInput input = new OddInput(batch);
    input.times();
    input.hourOfADayBefore();
    input.poison();
    input.wrongKinds();
    input.notRecords();
  }

  /** A clock that jumps, and values of other clocks; sound events between them. */
  private void times() throws IOException {
    for (Duration off :
        List.of(
            Duration.ZERO,
            Duration.ofMinutes(2), // Within maxFutureSkew, and of little effect on what is late.
            Duration.ofHours(-3),
            Duration.ZERO,
            Duration.ofDays(-40),
            Duration.ofMillis(-1),
            Duration.ofSeconds(-20))) {
      in.good(in.event(Instant.ofEpochMilli(now).plus(off).toString()));
    }
    in.good(in.event("2000-01-01T00:00:00Z"));
    in.good(in.event(Instant.ofEpochMilli(now).plusNanos(999).toString()));
    in.bad(in.event(Instant.ofEpochMilli(now).plusSeconds(360).toString()), future());
    in.bad(in.event(Instant.ofEpochMilli(now).plus(Duration.ofDays(400)).toString()), future());
    in.bad(in.event("9999-12-31T23:59:59.999999Z"), future());
    in.bad(in.event("1970-01-01T00:00:00Z"), RejectReason.BELOW_MINIMUM);
    in.bad(in.event("0001-01-01T00:00:00Z"), RejectReason.BELOW_MINIMUM);
    in.bad(in.event("+10000-01-01T00:00:00Z"), RejectReason.WRONG_TYPE);
    in.bad(in.event("0"), RejectReason.WRONG_TYPE);
    for (long number : new long[] {0, now / 1000, now, now * 1000, now * 1_000_000}) {
      ObjectNode event = in.event("");
      in.bad(event.put("occurred_at", number), RejectReason.WRONG_TYPE);
    }
  }

  private static RejectReason future() {
    return RejectReason.FUTURE_EVENT_TIME;
  }

  /** Past the dedup horizon, too. */
  private void hourOfADayBefore() throws IOException {
    for (int minute = 0; minute < 60; minute++) {
      in.good(
          in.event(Instant.ofEpochMilli(now).minusSeconds(25 * 3600 - minute * 60L).toString()));
    }
  }

  /** Wherever the contract allows any text. */
  private void poison() throws IOException {
    for (String text : POISON) {
      ObjectNode event = in.complete();
      event.put("visitor_id", "z-" + text).put("referrer", text);
      ((ObjectNode) event.path("device"))
          .put("os", text)
          .put("appVersion", Character.toString(text.codePointAt(0)));
      ((ArrayNode) event.path("coupons")).add(text);
      ((ArrayNode) event.at("/items/0/options")).add(text);
      event.putObject("context").put(text, text).putObject("__proto__").put("", text);
      event.put("unknown " + text, text);
      in.good(event);
    }
  }

  /** In each place of an event, one after the other, a value of a kind that cannot be there. */
  private void wrongKinds() throws IOException {
    List<JsonPointer> places = new ArrayList<>();
    collect(in.complete(), JsonPointer.empty(), places);
    for (JsonPointer place : places) {
      ObjectNode event = in.complete();
      JsonNode kind =
          event.at(place).isContainerNode()
              ? JSON.getNodeFactory().textNode("poison")
              : JSON.createObjectNode().put("poison", 1);
      JsonNode parent = event.at(place.head());
      if (parent instanceof ArrayNode list) {
        list.set(place.last().getMatchingIndex(), kind);
      } else {
        ((ObjectNode) parent).set(place.last().getMatchingProperty(), kind);
      }
      in.bad(event, RejectReason.WRONG_TYPE);
    }
  }

  private static void collect(JsonNode node, JsonPointer place, List<JsonPointer> places) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        places.add(place.appendIndex(i));
        collect(list.get(i), place.appendIndex(i), places);
      }
    } else if (node.isObject()) {
      node.fieldNames()
          .forEachRemaining(
              name -> {
                // May hold anything.
                if (!name.equals("context")) {
                  places.add(place.appendProperty(name));
                  collect(node.path(name), place.appendProperty(name), places);
                }
              });
    }
  }

  /** What is no event at all. */
  private void notRecords() throws IOException {
    byte[] sound = JSON.writeValueAsBytes(in.complete());
    String text = new String(sound, UTF_8);
    String nested = "[".repeat(DEPTH) + "]".repeat(DEPTH);
    in.bad(nested, RejectReason.TOO_DEEP);
    in.bad("{\"a\":".repeat(DEPTH), RejectReason.TOO_DEEP);
    in.bad(text.replaceFirst("\\{", "{\"context\":" + nested + ","), RejectReason.TOO_DEEP);
    byte[] zipped = gzip(sound);
    in.bad(zipped, RejectReason.BAD_UTF8);
    in.bad(Arrays.copyOf(zipped, zipped.length * 2 / 3), RejectReason.BAD_UTF8);
    in.bad(text.getBytes(UTF_16), RejectReason.BAD_UTF8);
    in.bad("\ufeff" + text, RejectReason.BROKEN_JSON);
    in.bad(text.replace("\"ZZ\"", "\"\\ud800\""), RejectReason.BAD_UTF8);
    in.bad(" ".repeat(HUGE_BYTES) + text, RejectReason.RECORD_TOO_LARGE);
    byte[] zeros = new byte[HUGE_BYTES];
    in.bad(zeros, RejectReason.RECORD_TOO_LARGE);
    in.bad(Arrays.copyOf(zeros, 1000), RejectReason.BROKEN_JSON);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    return zipped.toByteArray();
  }
}
