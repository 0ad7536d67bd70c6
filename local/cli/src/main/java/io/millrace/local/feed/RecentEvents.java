package io.millrace.local.feed;

import java.util.SplittableRandom;

/** The newest events of a {@link StorefrontPlan}, from which it takes those that come again. */
final class RecentEvents {

  private static final int CAPACITY = 1 << 16;
  private static final int NEWEST = 50;

  private final long[] events = new long[CAPACITY];
  private final long[] eventTimes = new long[CAPACITY];
  private final long[] sentAt = new long[CAPACITY];
  private final byte[] partitions = new byte[CAPACITY];
  private final boolean[] late = new boolean[CAPACITY];
  private long count;

  void add(long event, long eventTime, int partition, long now, boolean isLate) {
    int slot = (int) (count++ % CAPACITY);
    events[slot] = event;
    eventTimes[slot] = eventTime;
    partitions[slot] = (byte) partition;
    sentAt[slot] = now;
    late[slot] = isLate;
  }

  /** A slot: half of the time one of the newest, else any; -1 if there is none yet. */
  int pick(SplittableRandom random) {
    return random.nextBoolean() ? pickNewest(random) : pickOf(random, CAPACITY);
  }

  /** A slot of one of the newest events; -1 if there is none yet. */
  int pickNewest(SplittableRandom random) {
    return pickOf(random, NEWEST);
  }

  private int pickOf(SplittableRandom random, int newest) {
    long available = Math.min(count, newest);
    return available == 0 ? -1 : (int) ((count - 1 - random.nextLong(available)) % CAPACITY);
  }

  long event(int slot) {
    return events[slot];
  }

  long eventTime(int slot) {
    return eventTimes[slot];
  }

  long sentAt(int slot) {
    return sentAt[slot];
  }

  int partition(int slot) {
    return partitions[slot];
  }

  boolean late(int slot) {
    return late[slot];
  }
}
