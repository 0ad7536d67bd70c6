package io.millrace.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Session windows of a stream: table {@code <stream>_<name>}.
 *
 * @param key the properties whose values share a session; at least one
 * @param gap the silence, in event time, that ends a session
 * @param maxLength the longest a session may grow, or null
 * @param first properties whose first value is kept
 * @param last properties whose last value is kept
 */
public record SessionDefinition(
    String name,
    List<FieldPath> key,
    Duration gap,
    @Nullable Duration maxLength,
    List<FieldPath> first,
    List<FieldPath> last,
    List<RollupDefinition.Measure> measures)
    implements Serializable {

  public SessionDefinition {
    key = List.copyOf(key);
    first = List.copyOf(first);
    last = List.copyOf(last);
    measures = List.copyOf(measures);
  }
}
