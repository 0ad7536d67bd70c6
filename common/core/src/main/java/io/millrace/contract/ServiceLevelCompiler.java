package io.millrace.contract;

import io.millrace.contract.YamlValue.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles {@code slaProperties}. Those that Millrace measures must be lengths of time; others are
 * for people.
 */
final class ServiceLevelCompiler {

  private static final Set<String> MEASURED = Set.of("latency", "frequency", "retention");

  private static final Set<String> UNITS =
      new TreeSet<>(
          List.of(
              "s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h", "hr", "hour",
              "hours", "d", "day", "days", "w", "week", "weeks", "mo", "month", "months", "y", "yr",
              "year", "years"));

  private ServiceLevelCompiler() {}

  static List<ServiceLevel> compile(Section contract) {
    List<ServiceLevel> levels = new ArrayList<>();
    for (Section section : contract.sections("slaProperties")) {
      String property = section.text("property", "");
      if (MEASURED.contains(property)) {
        checkLength(section);
      }
      if (section.value("value") instanceof Scalar value) {
        levels.add(new ServiceLevel(property, value.text(), section.text("unit")));
      }
    }
    return levels;
  }

  private static void checkLength(Section section) {
    BigDecimal value = section.number("value");
    if (section.has("value") && (value == null || value.signum() <= 0)) {
      section.fault("value", "must be a number above 0, counted in the unit");
    }
    String unit = section.text("unit");
    if (unit == null && !section.has("unit")) {
      section.fault("unit", "is missing; use one of " + String.join(", ", UNITS));
    } else if (unit != null && !UNITS.contains(unit)) {
      section.fault("unit", Faults.quoted(unit) + " is not one of " + String.join(", ", UNITS));
    }
  }
}
