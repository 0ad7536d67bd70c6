package io.millrace.connectors.config;

import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.progress.EventWatermarks;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The keys of group {@code source} that say how splits keep step in event time, whatever the
 * source.
 *
 * @param idleTimeout after how long without an accepted event a split no longer holds others back
 * @param maxDrift how far splits may drift apart before the ones ahead wait: bounds the state that
 *     a backlog needs; zero, the default, for no limit (docs/decisions/alignment.md)
 */
public record EventTimeConfig(Duration idleTimeout, Duration maxDrift) {

  /** How often the job compares its splits. */
  private static final Duration ALIGNMENT_UPDATES = Duration.ofMillis(200);

  /** Reads the keys; faults are noted in the group. */
  public static EventTimeConfig from(ParameterGroup source) {
    return new EventTimeConfig(
        source
            .duration("idle-timeout")
            .atLeast(Duration.ofMillis(1))
            .orElse(Duration.ofSeconds(30)),
        source.duration("alignment-max-drift").atLeast(Duration.ZERO).orElse(Duration.ZERO));
  }

  /**
   * The watermarks of a contract's events, a split.
   *
   * @param group the source's name among those that are aligned
   */
  public WatermarkStrategy<Decoded> watermarks(StreamContract contract, String group) {
    WatermarkStrategy<Decoded> watermarks =
        EventWatermarks.of(contract.maxOutOfOrderness(), idleTimeout);
    return maxDrift.isZero()
        ? watermarks
        : watermarks.withWatermarkAlignment(group, maxDrift, ALIGNMENT_UPDATES);
  }
}
