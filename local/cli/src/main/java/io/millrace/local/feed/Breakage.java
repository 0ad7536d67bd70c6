package io.millrace.local.feed;

import static io.millrace.local.feed.JsonMembers.remove;
import static io.millrace.local.feed.JsonMembers.repeat;
import static io.millrace.local.feed.JsonMembers.replace;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.RejectReason;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a generated record is broken, and what each must be rejected for under {@code
 * schemas/storefront.odcs.yaml}. Each damages the text of a sound, complete {@code order_placed}
 * event.
 */
enum Breakage {
  TOMBSTONE(RejectReason.NULL_RECORD, null),
  NO_BYTES(RejectReason.EMPTY_RECORD, json -> ""),
  BLANK(RejectReason.EMPTY_RECORD, json -> " \r\n\t "),
  CUT_OFF(RejectReason.BROKEN_JSON, json -> json.substring(0, json.length() * 3 / 5)),
  SECOND_VALUE(RejectReason.BROKEN_JSON, json -> json + " {}"),
  NOT_A_NUMBER(RejectReason.BROKEN_JSON, json -> replace(json, "total", "NaN")),
  CONTROL_CHARACTER(RejectReason.BROKEN_JSON, json -> replace(json, "os", "\"a\u0001b\"")),
  LATIN1(RejectReason.BAD_UTF8, json -> replace(json, "os", "\"\u00e4\u00f6\u00fc\"")),
  LIST_OF_EVENTS(RejectReason.NOT_AN_OBJECT, json -> "[" + json + "]"),
  PLAIN_TEXT(RejectReason.NOT_AN_OBJECT, json -> "\"" + "order placed" + "\""),
  NESTED_TOO_DEEP(
      RejectReason.TOO_DEEP, json -> replace(json, "context", "[".repeat(80) + "]".repeat(80))),
  ENDLESS_NUMBER(RejectReason.NUMBER_TOO_LONG, json -> replace(json, "total", "9".repeat(150))),
  MEMBER_TWICE(RejectReason.DUPLICATE_KEY, json -> repeat(json, "country")),
  NESTED_MEMBER_TWICE(RejectReason.DUPLICATE_KEY, json -> repeat(json, "width")),
  TEXT_FOR_NUMBER(RejectReason.WRONG_TYPE, json -> replace(json, "user_id", "\"seven\"")),
  OBJECT_FOR_LIST(RejectReason.WRONG_TYPE, json -> replace(json, "items", "{}")),
  TEXT_FOR_OBJECT(RejectReason.WRONG_TYPE, json -> replace(json, "device", "\"phone\"")),
  TOO_MANY_DECIMALS(RejectReason.WRONG_TYPE, json -> replace(json, "total", "19.995")),
  NOT_A_TIME(RejectReason.WRONG_TYPE, json -> replace(json, "occurred_at", "\"yesterday\"")),
  NO_COUNTRY(RejectReason.MISSING_REQUIRED, json -> remove(json, "country")),
  NULL_COUNTRY(RejectReason.MISSING_REQUIRED, json -> replace(json, "country", "null")),
  NO_SKU(RejectReason.MISSING_REQUIRED, json -> remove(json, "sku")),
  NO_ID(RejectReason.MISSING_ID, json -> remove(json, "event_id")),
  NULL_ID(RejectReason.MISSING_ID, json -> replace(json, "event_id", "null")),
  NO_TIME(RejectReason.MISSING_EVENT_TIME, json -> remove(json, "occurred_at")),
  NO_QUANTITY_AT_ALL(RejectReason.BELOW_MINIMUM, json -> replace(json, "quantity", "0")),
  NEGATIVE_TOTAL(RejectReason.BELOW_MINIMUM, json -> replace(json, "total", "-0.01")),
  LAST_CENTURY(
      RejectReason.BELOW_MINIMUM,
      json -> replace(json, "occurred_at", "\"1999-12-31T23:59:59.999999Z\"")),
  GREEDY(RejectReason.ABOVE_MAXIMUM, json -> replace(json, "quantity", "10001")),
  FOR_FREE(RejectReason.ABOVE_MAXIMUM, json -> replace(json, "discount_rate", "1.0")),
  SEVEN_PERCENT(RejectReason.NOT_MULTIPLE_OF, json -> replace(json, "discount_rate", "0.07")),
  NO_VISITOR(RejectReason.TOO_SHORT, json -> replace(json, "visitor_id", "\"\"")),
  CHATTY_SYSTEM(RejectReason.TOO_LONG, json -> replace(json, "os", "\"" + "x".repeat(41) + "\"")),
  COUNTRY_IN_FULL(
      RejectReason.PATTERN_MISMATCH, json -> replace(json, "country", "\"Switzerland\"")),
  UNKNOWN_TYPE(RejectReason.PATTERN_MISMATCH, json -> replace(json, "type", "\"order_lost\"")),
  NO_ADDRESS(RejectReason.FORMAT_MISMATCH, json -> replace(json, "email", "\"call me\"")),
  NO_UUID(RejectReason.FORMAT_MISMATCH, json -> replace(json, "event_id", "\"event-1\"")),
  NOTHING_ORDERED(RejectReason.TOO_FEW_ITEMS, json -> replace(json, "items", "[]")),
  COUPON_HUNTER(
      RejectReason.TOO_MANY_ITEMS,
      json ->
          replace(
              json,
              "coupons",
              "[\"C0\",\"C1\",\"C2\",\"C3\",\"C4\",\"C5\",\"C6\",\"C7\",\"C8\",\"C9\",\"C10\"]")),
  COUPON_TWICE(
      RejectReason.DUPLICATE_ITEMS, json -> replace(json, "coupons", "[\"SAVE5\",\"SAVE5\"]")),
  /** A sound event whose time is ahead of its record's by more than is allowed. */
  FUTURE_CLOCK(RejectReason.FUTURE_EVENT_TIME, json -> json),
  /**
   * Longer than {@link StorefrontGenerator#MAX_STRING_LENGTH}, where no rule of a field is broken.
   */
  ENDLESS_STRING(
      RejectReason.STRING_TOO_LONG,
      json ->
          replace(
              json,
              "context",
              "{\"note\":\"" + "x".repeat(StorefrontGenerator.MAX_STRING_LENGTH + 1) + "\"}")),
  /** More than {@link StorefrontGenerator#MAX_RECORD_BYTES}, no single value of it too long. */
  HUGE(
      RejectReason.RECORD_TOO_LARGE,
      json ->
          replace(
              json,
              "context",
              "[\"x\""
                  + ",\"xxxxxxxxxx\"".repeat(StorefrontGenerator.MAX_RECORD_BYTES / 13 + 1)
                  + "]"));

  /** Broken records of ordinary size, {@link #FUTURE_CLOCK} aside. */
  static final List<Breakage> SMALL = List.copyOf(EnumSet.range(TOMBSTONE, COUPON_TWICE));

  /** Broken records of many kilobytes. */
  static final List<Breakage> LARGE = List.of(ENDLESS_STRING, HUGE);

  private final RejectReason reason;

  @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
  private final @Nullable UnaryOperator<String> damage;

  Breakage(RejectReason reason, @Nullable UnaryOperator<String> damage) {
    this.reason = reason;
    this.damage = damage;
  }

  /** Why such a record must be rejected. */
  RejectReason reason() {
    return reason;
  }

  /** The record's bytes, made from a complete event's text; null for a tombstone. */
  byte @Nullable [] damage(String json) {
    return damage == null ? null : damage.apply(json).getBytes(this == LATIN1 ? ISO_8859_1 : UTF_8);
  }
}
