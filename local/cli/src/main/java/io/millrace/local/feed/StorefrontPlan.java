package io.millrace.local.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides, record by record, what the generated storefront stream holds: which event, on which
 * partition, how far out of order, broken in what way. Always the same for the same arguments; a
 * run through it costs a fraction of a microsecond a record, so figures are had by running it
 * again.
 *
 * <p>Event times advance evenly over four hours that cross midnight UTC, whatever the number of
 * records. All times are microseconds since the epoch.
 */
final class StorefrontPlan {

  /** Partitions that get records; one more stays idle. */
  static final int BUSY_PARTITIONS = 4;

  private static final long BEGIN = micros(Instant.parse("2026-11-21T21:30:00Z"));
  private static final long SPAN = TimeUnit.HOURS.toMicros(4);
  private static final long MOST_LATE = TimeUnit.MINUTES.toMicros(45);

  /** How many records of 10,000 are of each kind; the rest are new, punctual events. */
  private static final int BROKEN = 120;

  private static final int FUTURE = 30;
  private static final int DUPLICATE = 150;
  private static final int ELSEWHERE = 30;
  private static final int CONFLICTING = 30;

  /** {@link #lateShare} of the demo's stream. */
  static final int FEW_LATE = 100;

  /** One large broken record of each kind in so many records. */
  private static final int LARGE_EVERY = 50_000;

  private static final int LARGE_FIRST = 500;
  private static final int LARGE_APART = 100;

  /** What a record is. */
  enum Kind {
    /** The first record of its event. */
    NEW,
    /** An event seen before, with the same columns. */
    DUPLICATE,
    /** An event id seen before, on the same partition, with other columns. */
    CONFLICTING,
    /** A record that must be rejected. */
    BROKEN
  }

  /**
   * One record.
   *
   * @param event the event's number: 0, 1, 2 … in the order of first records; for a broken record
   *     the number that the next new event will have
   * @param late by the rule of the lake: older than the highest event time that its partition had
   *     shown before it, less {@code maxOutOfOrderness}
   * @param variant picks between ways to write the same columns (a duplicate) or between columns to
   *     change (a conflicting one)
   */
  record Step(
      Kind kind,
      long event,
      long eventTime,
      boolean late,
      long recordTime,
      int partition,
      int variant,
      @Nullable Breakage breakage) {}

  private final long records;
  private final long seed;
  private final int lateShare;
  private final long outOfOrderness;
  private final long futureSkew;
  private final long horizon;

  /**
   * @param lateShare how many records of 10,000 try to be late
   */
  StorefrontPlan(
      long records,
      long seed,
      int lateShare,
      Duration maxOutOfOrderness,
      Duration maxFutureSkew,
      Duration dedupHorizon) {
    this.records = records;
    this.seed = seed;
    this.lateShare = lateShare;
    this.outOfOrderness = micros(maxOutOfOrderness);
    this.futureSkew = micros(maxFutureSkew);
    this.horizon = micros(dedupHorizon);
  }

  /** Passes every step to {@code sink}, in order. */
  void forEach(Consumer<Step> sink) {
    new Run(sink).run();
  }

  /** The visitor of an event; visitors come and go, each with about a dozen events. */
  long visitor(long event) {
    return firstVisitor(event) + Mix.below(Mix.of(seed, event, 1), 2_000);
  }

  /** No later event is of a visitor below this one. */
  long firstVisitor(long event) {
    return event / 12;
  }

  private static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond());
  }

  private static long micros(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
  }

  /** One pass: what has been given out so far. */
  private final class Run {
    private final Consumer<Step> sink;
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RecentEvents recent = new RecentEvents();
    private final long[] highest = new long[BUSY_PARTITIONS];
    private long nextEvent;
    private int nextBreakage;

    Run(Consumer<Step> sink) {
      this.sink = sink;
      Arrays.fill(highest, Long.MIN_VALUE);
    }

    void run() {
      long step = SPAN / Math.max(1, records);
      for (long i = 0; i < records; i++) {
        long now = BEGIN + i * step + random.nextLong(step + 1);
        @Nullable Breakage large = largeAt(i);
        if (large != null) {
          broken(now, large);
        } else {
          choose(now, random.nextInt(10_000));
        }
      }
    }

    private void choose(long now, int roll) {
      int bound = BROKEN;
      if (roll < bound) {
        broken(now, Breakage.SMALL.get(nextBreakage++ % Breakage.SMALL.size()));
      } else if (roll < (bound += FUTURE)) {
        broken(now, Breakage.FUTURE_CLOCK);
      } else if (roll < (bound += DUPLICATE)) {
        again(now, Kind.DUPLICATE);
      } else if (roll < (bound += CONFLICTING)) {
        again(now, Kind.CONFLICTING);
      } else if (roll < (bound += ELSEWHERE)) {
        elsewhere(now);
      } else if (roll < bound + lateShare) {
        fresh(now, lateTime(partition(nextEvent), now));
      } else {
        fresh(now, punctualTime(now));
      }
    }

    private void fresh(long now, long eventTime) {
      int partition = partition(nextEvent);
      boolean late = accept(partition, eventTime);
      recent.add(nextEvent, eventTime, partition, now, late);
      emit(Kind.NEW, nextEvent++, eventTime, late, now, partition, null);
    }

    /** An event of before once more, on the partition that it was on. */
    private void again(long now, Kind kind) {
      int slot = recent.pick(random);
      if (slot < 0 || now - recent.sentAt(slot) >= horizon) {
        fresh(now, punctualTime(now));
        return;
      }
      int partition = recent.partition(slot);
      long eventTime = recent.eventTime(slot);
      boolean late = accept(partition, eventTime);
      emit(kind, recent.event(slot), eventTime, late, now, partition, null);
    }

    /**
     * A recent event once more on another partition. Which of the two copies comes first is not
     * known, so neither may be late: the one that is written is punctual either way.
     */
    private void elsewhere(long now) {
      int slot = recent.pickNewest(random);
      int other =
          slot < 0
              ? 0
              : (recent.partition(slot) + 1 + random.nextInt(BUSY_PARTITIONS - 1))
                  % BUSY_PARTITIONS;
      if (slot < 0 || recent.late(slot) || isLate(other, recent.eventTime(slot))) {
        fresh(now, punctualTime(now));
        return;
      }
      long eventTime = recent.eventTime(slot);
      accept(other, eventTime);
      emit(Kind.DUPLICATE, recent.event(slot), eventTime, false, now, other, null);
    }

    private void broken(long now, Breakage breakage) {
      long eventTime =
          breakage == Breakage.FUTURE_CLOCK
              ? now + futureSkew + TimeUnit.SECONDS.toMicros(1 + random.nextLong(172_800))
              : punctualTime(now);
      int partition = partition(nextEvent);
      emit(Kind.BROKEN, nextEvent, eventTime, false, now, partition, breakage);
    }

    private void emit(
        Kind kind,
        long event,
        long eventTime,
        boolean late,
        long now,
        int partition,
        @Nullable Breakage breakage) {
      long recordTime = TimeUnit.MICROSECONDS.toMillis(now);
      int variant = random.nextInt(8);
      sink.accept(new Step(kind, event, eventTime, late, recordTime, partition, variant, breakage));
    }

    /** Disordered, but within bounds: mostly by little, sometimes by nearly all that is allowed. */
    private long punctualTime(long now) {
      double share = random.nextDouble();
      return now - (long) (share * share * share * 0.95 * outOfOrderness);
    }

    /** One in four by a microsecond, one in four on the bound (not late), the rest by minutes. */
    private long lateTime(int partition, long now) {
      if (highest[partition] == Long.MIN_VALUE) {
        return punctualTime(now);
      }
      long bound = highest[partition] - outOfOrderness;
      return switch (random.nextInt(4)) {
        case 0 -> bound;
        case 1 -> bound - 1;
        default -> bound - 1 - random.nextLong(MOST_LATE);
      };
    }

    private boolean accept(int partition, long eventTime) {
      boolean late = isLate(partition, eventTime);
      highest[partition] = Math.max(highest[partition], eventTime);
      return late;
    }

    private boolean isLate(int partition, long eventTime) {
      return highest[partition] != Long.MIN_VALUE
          && eventTime < highest[partition] - outOfOrderness;
    }

    private int partition(long event) {
      return (int) (visitor(event) % BUSY_PARTITIONS);
    }
  }

  private static @Nullable Breakage largeAt(long record) {
    long place = record % LARGE_EVERY - LARGE_FIRST;
    return place >= 0 && place % LARGE_APART == 0 && place / LARGE_APART < Breakage.LARGE.size()
        ? Breakage.LARGE.get((int) (place / LARGE_APART))
        : null;
  }
}
