package io.millrace.contract;

import io.millrace.contract.RollupDefinition.Window;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a rollup's {@code window}. */
final class WindowCompiler {

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** For each type of window, the key of its second duration. */
  private static final Map<String, String> STEP_KEYS =
      Map.of("sliding", "slide", "cumulative", "step");

  private WindowCompiler() {}

  /** The window; null, and a fault, if it makes no sense. */
  static @Nullable Window compile(Section window) {
    String type = window.text("type", "");
    Duration size = duration(window, "size");
    Duration step = step(window, type, size);
    Duration offset = offset(window, step);
    String zone = zone(window, type, size, step);
    if (size == null || step == null) {
      return null;
    }
    return new Window(
        switch (type) {
          case "sliding" -> Window.Kind.SLIDING;
          case "cumulative" -> Window.Kind.CUMULATIVE;
          default -> Window.Kind.TUMBLING;
        },
        size,
        step,
        offset,
        zone);
  }

  private static @Nullable Duration step(Section window, String type, @Nullable Duration size) {
    String own = STEP_KEYS.get(type);
    for (String key : STEP_KEYS.values()) {
      if (window.has(key) && !key.equals(own)) {
        window.fault(
            key,
            "a " + type + " window has no " + key + (own == null ? "; remove it" : "; use " + own));
      }
    }
    if (own == null) {
      return size;
    }
    if (!window.has(own)) {
      window.fault(own, "is missing; a " + type + " window needs it, such as PT1M");
      return null;
    }
    Duration step = duration(window, own);
    if (step != null && size != null && (step.compareTo(size) > 0 || !divides(step, size))) {
      window.fault(own, step + " does not divide size " + size + "; use a whole part of it");
    }
    return step;
  }

  private static Duration offset(Section window, @Nullable Duration step) {
    if (!window.has("offset")) {
      return Duration.ZERO;
    }
    Duration offset =
        Durations.parse(
            window.text("offset"),
            Duration.ZERO,
            window.path("offset"),
            window.line("offset"),
            window.faults());
    if (offset != null && step != null && offset.compareTo(step) >= 0) {
      window.fault(
          "offset", offset + " must be less than " + step + ", from one window to the next");
    }
    return offset == null ? Duration.ZERO : offset;
  }

  private static String zone(
      Section window, String type, @Nullable Duration size, @Nullable Duration step) {
    String id = window.text("timeZone");
    if (id == null) {
      return TimeFormat.ISO.defaultZone();
    }
    boolean days =
        size == null
            || step == null
            || (divides(DAY, size) && (type.equals("cumulative") || divides(DAY, step)));
    if (!days) {
      window.fault(
          "timeZone", "only windows of whole days depend on a time zone; use P1D, or remove it");
    }
    return Zones.check(id, window, "timeZone");
  }

  private static @Nullable Duration duration(Section window, String key) {
    return window.has(key)
        ? Durations.parse(
            window.text(key), LEAST, window.path(key), window.line(key), window.faults())
        : null;
  }

  private static boolean divides(Duration part, Duration whole) {
    return whole.toMillis() % part.toMillis() == 0;
  }
}
