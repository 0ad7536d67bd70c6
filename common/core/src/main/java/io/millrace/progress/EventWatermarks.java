package io.millrace.progress;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;

/** Watermarks of a stream, one generator a split: bounded out-of-orderness over accepted events. */
public final class EventWatermarks {

  private EventWatermarks() {}

  /**
   * A rejection neither advances a split's watermark nor counts as activity: a split that yields
   * nothing but rejections becomes idle like a silent one, and does not hold the others back.
   *
   * @param maxOutOfOrderness how far the watermark stays behind the split's highest event time
   * @param idleTimeout after how long without an accepted event a split is idle
   */
  public static WatermarkStrategy<Decoded> of(Duration maxOutOfOrderness, Duration idleTimeout) {
    WatermarkStrategy<Decoded> perSplit =
        context ->
            new AcceptedEventsOnly(
                new WatermarksWithIdleness<>(
                    new BoundedOutOfOrdernessWatermarks<>(maxOutOfOrderness),
                    idleTimeout,
                    context.getInputActivityClock()));
    SerializableTimestampAssigner<Decoded> eventTime =
        (decoded, recordTime) ->
            decoded instanceof Event event ? millis(event.eventTime()) : recordTime;
    return perSplit.withTimestampAssigner(eventTime);
  }

  /** Flink's unit, milliseconds, of an event time in microseconds; rounds down. */
  public static long millis(long micros) {
    return Math.floorDiv(micros, 1000L);
  }

  private record AcceptedEventsOnly(WatermarkGenerator<Decoded> generator)
      implements WatermarkGenerator<Decoded> {

    @Override
    public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
      if (decoded instanceof Event) {
        generator.onEvent(decoded, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      generator.onPeriodicEmit(output);
    }
  }

  /**
   * The event time in microseconds up to which {@code watermark} says that all events have been
   * seen.
   */
  public static long micros(Watermark watermark) {
    long millis = watermark.getTimestamp();
    return millis <= Long.MIN_VALUE / 1000
        ? Long.MIN_VALUE
        : millis >= Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : millis * 1000;
  }
}
