package io.millrace.contract;

import java.time.DateTimeException;
import java.time.ZoneId;

/** Time zones by their ids. */
final class Zones {

  private Zones() {}

  /** The zone's id; {@code UTC}, and a fault, where there is no such zone. */
  static String check(String id, Section at, String key) {
    try {
      return ZoneId.of(id).getId();
    } catch (DateTimeException e) {
      at.fault(
          key,
          Faults.quoted(id)
              + " is not a time zone; use an id such as Europe/Berlin or UTC"
              + Suggestion.nearest(id, ZoneId.getAvailableZoneIds()));
      return TimeFormat.ISO.defaultZone();
    }
  }
}
