package io.millrace.contract;

import io.millrace.contract.YamlValue.Scalar;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code customProperties} of the schema object: Millrace's own settings of a stream. Custom
 * properties anywhere else are other tools' business, as long as none of ours stands there.
 */
final class CustomProperties {

  static final String EVENT_TIME = "eventTime";
  static final String MAX_OUT_OF_ORDERNESS = "maxOutOfOrderness";
  static final String MAX_FUTURE_SKEW = "maxFutureSkew";
  static final String DEDUP_HORIZON = "dedupHorizon";
  static final String ALLOWED_LATENESS = "allowedLateness";
  static final String ON_UNKNOWN_FIELD = "onUnknownField";
  static final String ROLLUPS = "rollups";
  static final String SESSIONS = "sessions";

  static final List<String> NAMES =
      List.of(
          EVENT_TIME,
          MAX_OUT_OF_ORDERNESS,
          MAX_FUTURE_SKEW,
          DEDUP_HORIZON,
          ALLOWED_LATENESS,
          ON_UNKNOWN_FIELD,
          ROLLUPS,
          SESSIONS);

  private final Section stream;
  private final Map<String, Section> byName = new LinkedHashMap<>();

  CustomProperties(Section stream) {
    this.stream = stream;
    for (Section entry : stream.sections("customProperties")) {
      String name = entry.text("property");
      if (name == null) {
        continue; // Its shape has reported it.
      }
      if (!NAMES.contains(name)) {
        entry.fault(
            "property", "unknown property " + Faults.quoted(name) + Suggestion.among(name, NAMES));
      } else if (byName.putIfAbsent(name, entry) != null) {
        entry.fault("property", name + " is here twice; keep one of the two");
      }
    }
  }

  /** Reports settings of ours that stand where nobody reads them. */
  static void refuseOurs(Section owner) {
    for (Section entry : owner.sections("customProperties")) {
      String name = entry.text("property", "");
      if (NAMES.contains(name)) {
        entry.fault("property", name + " belongs to schema[0].customProperties; move it there");
      }
    }
  }

  /** The property's entry, with {@code property} and {@code value}; null if it is not set. */
  @Nullable Section entry(String name) {
    return byName.get(name);
  }

  Duration duration(String name, Duration otherwise, Duration least) {
    Section entry = byName.get(name);
    if (entry == null) {
      return otherwise;
    }
    Duration duration =
        Durations.parse(
            entry.text("value"), least, entry.path("value"), entry.line("value"), entry.faults());
    return duration == null ? otherwise : duration;
  }

  UnknownFieldPolicy onUnknownField() {
    Section entry = byName.get(ON_UNKNOWN_FIELD);
    if (entry == null) {
      return UnknownFieldPolicy.KEEP;
    }
    for (UnknownFieldPolicy policy : UnknownFieldPolicy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(entry.text("value"))) {
        return policy;
      }
    }
    String is =
        entry.value("value") instanceof Scalar scalar ? Faults.quoted(scalar.text()) : "this";
    entry.fault(
        "value",
        is
            + " is not one of keep, ignore, reject"
            + Suggestion.nearest(entry.text("value", ""), Set.of("keep", "ignore", "reject")));
    return UnknownFieldPolicy.KEEP;
  }

  /** The property that says when an event happened; null, and a fault, if none does. */
  @Nullable FieldPath eventTime(Columns columns) {
    Section entry = byName.get(EVENT_TIME);
    if (entry == null) {
      stream.fault(
          "customProperties",
          "eventTime is missing; name the timestamp property that says when an event happened: "
              + "{ property: eventTime, value: … }");
      return null;
    }
    Columns.Column column = columns.named(entry.value("value"), entry.path("value"));
    if (column == null) {
      return null;
    }
    if (!(column.field().type() instanceof ValueType.Timestamp)) {
      entry.fault(
          "value",
          "property " + column.path() + " is not a timestamp; name one with logicalType timestamp");
    }
    return column.path();
  }
}
