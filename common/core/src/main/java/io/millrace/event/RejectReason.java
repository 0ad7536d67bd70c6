package io.millrace.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a record is a dead letter; {@link #code()} is what the ledger and the dead letters store. */
public enum RejectReason {
  /** The record has no value (a Kafka tombstone). */
  NULL_RECORD,
  /** The record's value has no bytes, or white space only. */
  EMPTY_RECORD,
  /** More bytes than {@code max-record-size}. */
  RECORD_TOO_LARGE,
  /** Not UTF-8. */
  BAD_UTF8,
  /** Not JSON, or more than one JSON value. */
  BROKEN_JSON,
  /** JSON, but not an object. */
  NOT_AN_OBJECT,
  /** Nested deeper than {@code max-depth}. */
  TOO_DEEP,
  /** A number with more characters than {@code max-number-length}. */
  NUMBER_TOO_LONG,
  /** A string or name with more characters than {@code max-string-length}. */
  STRING_TOO_LONG,
  /** One object has the same member twice. */
  DUPLICATE_KEY,
  /** A value of another type than the contract's, or one that does not fit its column. */
  WRONG_TYPE,
  /** A member that the contract does not name, under {@code onUnknownField: reject}. */
  UNKNOWN_FIELD,
  /** A required member is absent or null. */
  MISSING_REQUIRED,
  /** Part of the primary key is absent or null. */
  MISSING_ID,
  /** The event time is absent or null. */
  MISSING_EVENT_TIME,
  /**
   * The event time is further ahead of the record's broker timestamp than {@code maxFutureSkew}.
   */
  FUTURE_EVENT_TIME,
  BELOW_MINIMUM,
  ABOVE_MAXIMUM,
  NOT_MULTIPLE_OF,
  TOO_SHORT,
  TOO_LONG,
  PATTERN_MISMATCH,
  FORMAT_MISMATCH,
  TOO_FEW_ITEMS,
  TOO_MANY_ITEMS,
  DUPLICATE_ITEMS,
  /** A duplicate by id whose columns differ from the first's; its outcome is {@code duplicate}. */
  CONFLICTING;

  private static final Map<String, RejectReason> BY_CODE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(RejectReason::code, Function.identity()));

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The stable lower-case name, {@code broken_json}. */
  public String code() {
    return code;
  }

  /**
   * The reason whose {@link #code()} is {@code code}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RejectReason ofCode(String code) {
    RejectReason reason = BY_CODE.get(code);
    if (reason == null) {
      throw new IllegalArgumentException("no reject reason has the code " + code);
    }
    return reason;
  }
}
