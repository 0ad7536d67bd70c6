package io.millrace.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class EventWatermarksTest {

  private static final long NOON = 1_800_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final WatermarkStrategy<Decoded> strategy =
      EventWatermarks.of(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private final WatermarkGenerator<Decoded> split = strategy.createWatermarkGenerator(context());
  private final Recorded output = new Recorded();

  @Test
  void followsTheHighestEventTimeLessTheBound() {
    arrives(event(NOON));
    arrives(event(NOON - 60_000));

    split.onPeriodicEmit(output);

    assertThat(output.watermarks).containsExactly(NOON - 10_000 - 1);
  }

  @Test
  void aRejectionDoesNotAdvanceIt() {
    arrives(event(NOON));
    arrives(rejection(NOON + 3_600_000));

    split.onPeriodicEmit(output);

    assertThat(output.watermarks).containsExactly(NOON - 10_000 - 1);
  }

  @Test
  void aSplitOfRejectionsOnlyBecomesIdle() {
    arrives(event(NOON));
    split.onPeriodicEmit(output);
    for (int second = 0; second < 40; second++) {
      clock.advanceTime(Duration.ofSeconds(1));
      arrives(rejection(NOON));
      split.onPeriodicEmit(output);
    }

    assertThat(output.idle).isTrue();
  }

  @Test
  void anAcceptedEventEndsIdleness() {
    aSplitOfRejectionsOnlyBecomesIdle();

    arrives(event(NOON + 1_000));
    split.onPeriodicEmit(output);

    assertThat(output.idle).isFalse();
    assertThat(output.watermarks).endsWith(NOON + 1_000 - 10_000 - 1);
  }

  @Test
  void eventTimeBeforeTheEpochRoundsDown() {
    assertThat(EventWatermarks.millis(-1)).isEqualTo(-1);
    assertThat(EventWatermarks.millis(-1_000_001)).isEqualTo(-1_001);
  }

  private void arrives(Decoded decoded) {
    long timestamp =
        strategy
            .createTimestampAssigner(context()::getMetricGroup)
            .extractTimestamp(decoded, decoded.source().recordTime());
    split.onEvent(decoded, timestamp, output);
  }

  private static Event event(long millis) {
    return new Event(record(millis), new byte[] {1}, 1, millis * 1000, new byte[0], 1, false);
  }

  private static Rejection rejection(long recordTime) {
    return new Rejection(record(recordTime), RejectReason.BROKEN_JSON, "$", "broken");
  }

  private static SourceRecord record(long recordTime) {
    return new SourceRecord(
        "orders-0", Position.ofOffset(0), recordTime, null, new byte[0], List.of());
  }

  private WatermarkGeneratorSupplier.Context context() {
    return new WatermarkGeneratorSupplier.Context() {
      @Override
      public MetricGroup getMetricGroup() {
        return new UnregisteredMetricsGroup();
      }

      @Override
      public RelativeClock getInputActivityClock() {
        return clock;
      }
    };
  }

  private static final class Recorded implements WatermarkOutput {
    private final List<Long> watermarks = new ArrayList<>();
    private boolean idle;

    @Override
    public void emitWatermark(Watermark watermark) {
      watermarks.add(watermark.getTimestamp());
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }
}
