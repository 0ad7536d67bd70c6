package io.millrace.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A windowed aggregate of a stream: table {@code <stream>_<name>}.
 *
 * @param where conditions that must all hold; empty for every event
 * @param groupBy the properties to group by; empty for one group a window
 * @param measures at least one
 */
public record RollupDefinition(
    String name,
    Window window,
    List<Condition> where,
    List<FieldPath> groupBy,
    List<Measure> measures)
    implements Serializable {

  /** What a measure's column begins with where it holds a corrected value. */
  public static final String OLD = "old_";

  /** What a measure's column begins with where it holds the value that corrects another. */
  public static final String NEW = "new_";

  public RollupDefinition {
    where = List.copyOf(where);
    groupBy = List.copyOf(groupBy);
    measures = List.copyOf(measures);
  }

  /**
   * An event-time window.
   *
   * @param size the window's length
   * @param step the slide of a sliding window, the step of a cumulative one; equal to {@code size}
   *     for a tumbling one
   * @param offset shifts the windows' starts
   * @param timeZone the zone id in which windows of whole days begin at midnight; {@code UTC} by
   *     default
   */
  public record Window(
      Window.Kind kind, Duration size, Duration step, Duration offset, String timeZone)
      implements Serializable {
    /** The kinds of {@link Window}. */
    public enum Kind {
      TUMBLING,
      SLIDING,
      CUMULATIVE
    }
  }

  /**
   * A condition on a property.
   *
   * @param values the values for {@link Test#IN} and {@link Test#NOT_IN} as text in the property's
   *     ISO form
   */
  public record Condition(FieldPath property, Test test, List<String> values)
      implements Serializable {
    public Condition {
      values = List.copyOf(values);
    }

    /** What a {@link Condition} asks. */
    public enum Test {
      IN,
      NOT_IN,
      NOT_NULL
    }
  }

  /**
   * A measure of a rollup or a session.
   *
   * @param property what it measures; null for {@code count: "*"}
   * @param q the rank of a quantile, in [0, 1]; 0 for others
   */
  public record Measure(String name, Measure.Kind kind, @Nullable FieldPath property, double q)
      implements Serializable {
    /** The kinds of {@link Measure}. */
    public enum Kind {
      COUNT,
      SUM,
      MIN,
      MAX,
      AVG,
      APPROX_DISTINCT,
      QUANTILE
    }
  }
}
