package io.millrace.local.kinesis;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A value for each limit. Immutable. */
public final class Limits {

  private final Map<Limit, Long> values;

  private Limits(Map<Limit, Long> values) {
    this.values = values;
  }

  /** The service's own. */
  public static Limits ofService() {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      values.put(limit, limit.ofService());
    }
    return new Limits(values);
  }

  /** The service's own, without any limit of rates: what the machine can do. */
  public static Limits withoutRates() {
    return ofService()
        .with(Limit.READS_PER_SECOND, 0)
        .with(Limit.READ_BYTES_PER_SECOND, 0)
        .with(Limit.WRITES_PER_SECOND, 0)
        .with(Limit.WRITE_BYTES_PER_SECOND, 0);
  }

  public long value(Limit limit) {
    return values.getOrDefault(limit, limit.ofService());
  }

  /** These, with another value for one. */
  public Limits with(Limit limit, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(limit + " cannot be " + value);
    }
    Map<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new Limits(changed);
  }

  /** All, by limit. */
  public Map<Limit, Long> values() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
